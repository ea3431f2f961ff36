import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

/** One request that came to an inbox. */
export interface Received {
  headers: Record<string, string>;
  body: string;
}

/** What an inbox answers; with `silent` it never does. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  silent?: boolean;
}

/**
 * An HTTP server on loopback that gets webhooks, for tests; it ends with the process. `POST /in/NAME` is an inbox, `PUT /replies/NAME` takes a JSON list of what it answers one after the other (200 after the last), and
 * `GET /received/NAME` says what came.
 */
export async function startWebhookReceiver(): Promise<{ url: string }> {
  const received = new Map<string, Received[]>();
  const replies = new Map<string, Reply[]>();
  const server = createServer(async (request, response) => {
    const [, action = "", name = ""] = (request.url ?? "").split("/");
    const body = await text(request);
    if (action === "received") {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(received.get(name) ?? []));
    } else if (action === "replies") {
      replies.set(name, JSON.parse(body) as Reply[]);
      response.end();
    } else {
      received.set(name, [...(received.get(name) ?? []), { headers: headersOf(request), body }]);
      const { status, headers = {}, silent = false } = replies.get(name)?.shift() ?? { status: 200 };
      if (!silent) response.writeHead(status, headers).end("thank you");
    }
  });
  server.unref();
  const port = await new Promise<number>((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the receiver has no port"));
      else resolve(address.port);
    });
  });
  return { url: `http://127.0.0.1:${port}` };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
