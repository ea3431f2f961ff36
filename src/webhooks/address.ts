import { isPublicAddress } from "./special-addresses.ts";

/** Hosts of this machine, as the URL standard serialises them. */
const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Domains of networks of one's own, and names that no public DNS answers.
 * Source: RFC 6761 (localhost, invalid, test), RFC 6762 with its appendix G (local and the six after it), RFC 7686 (onion), RFC 8375 (home.arpa).
 */
const PRIVATE_DOMAINS: readonly string[] = [
  "localhost",
  "invalid",
  "test",
  "local",
  "intranet",
  "internal",
  "private",
  "corp",
  "home",
  "lan",
  "onion",
  "home.arpa",
  "localdomain",
];

/** Below this are the ports of other services; HTTPS has one of them. */
const FIRST_FREE_PORT = 1024;

/**
 * Why no event is sent to this address; null when it may be. Only what can be told from the text: what a name resolves to is not asked, since the answer could be another by the time of the request.
 * `local` is an open server on loopback, whose events may go to this machine, unencrypted too.
 */
export function addressRefusal(text: string, { local }: { local: boolean }): string | null {
  const url = URL.parse(text);
  if (url === null) return "is not an absolute URL";
  if (url.username !== "" || url.password !== "") return "must not have a user name or password";
  if (local && LOOPBACK.has(url.hostname) && (url.protocol === "http:" || url.protocol === "https:")) return null;
  if (url.protocol !== "https:") return "must begin with https://";
  if (url.port !== "" && Number(url.port) < FIRST_FREE_PORT) {
    return `must have the port 443, or one from ${FIRST_FREE_PORT} on`;
  }
  return hostRefusal(url.hostname);
}

function hostRefusal(hostname: string): string | null {
  const address = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  const family = hostname.startsWith("[") ? "ipv6" : /^\d+(\.\d+){3}$/.test(hostname) ? "ipv4" : null;
  if (family !== null) {
    return isPublicAddress(address, family) ? null : "must not lead to a private or reserved address";
  }
  const name = hostname.replace(/\.$/, "");
  if (PRIVATE_DOMAINS.some((domain) => name === domain || name.endsWith(`.${domain}`))) {
    return "must not lead to a private network";
  }
  return name.includes(".") ? null : "must have a host name with a domain";
}
