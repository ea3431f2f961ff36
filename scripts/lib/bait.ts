import { createServer } from "node:net";

export interface Bait {
  /** A TCP listener on loopback. */
  port: number;
  /** What Workers' requests to the network are handed to. */
  outbound(request: Request): Response;
  /** Answers how often either was reached, as JSON. */
  report(): Response;
}

/** Something on the network for programs to reach. It ends with the process. */
export async function startBait(): Promise<Bait> {
  const reached: string[] = [];
  const server = createServer((socket) => {
    reached.push("tcp");
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi");
  });
  server.unref();
  const port = await new Promise<number>((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the bait has no port"));
      else resolve(address.port);
    });
  });
  return {
    port,
    outbound(request) {
      reached.push(request.url);
      return new Response("hi");
    },
    report: () => Response.json(reached),
  };
}
