import { BlockList } from "node:net";

/**
 * IPv4 blocks that are not globally reachable, or not unicast.
 * Source: IANA IPv4 Special-Purpose Address Registry (RFC 6890); multicast and reserved space, RFC 1112.
 */
const IPV4: readonly [block: string, prefix: number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/**
 * IPv6 blocks inside the global unicast space 2000::/3 that lead elsewhere: protocol assignments with Teredo, documentation, and 6to4, which carries an IPv4 address.
 * Source: IANA IPv6 Special-Purpose Address Registry (RFC 6890).
 */
const IPV6: readonly [block: string, prefix: number][] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const special_ipv4 = new BlockList();
for (const [block, prefix] of IPV4) special_ipv4.addSubnet(block, prefix, "ipv4");
// Lists of one family only: workerd throws when it holds an IPv4-mapped address against an IPv4 block.
const special_ipv6 = new BlockList();
for (const [block, prefix] of IPV6) special_ipv6.addSubnet(block, prefix, "ipv6");
const global_unicast = new BlockList();
global_unicast.addSubnet("2000::", 3, "ipv6");

/** Whether a host on the public internet may have this address. `address` is canonical, as the URL standard serialises it, without brackets. */
export function isPublicAddress(address: string, family: "ipv4" | "ipv6"): boolean {
  if (family === "ipv4") return !special_ipv4.check(address, family);
  return global_unicast.check(address, family) && !special_ipv6.check(address, family);
}
