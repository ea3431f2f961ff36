import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressRefusal } from "./address.ts";

const deployed = (url: string) => addressRefusal(url, { local: false });
const local = (url: string) => addressRefusal(url, { local: true });

describe("addresses that events may go to", () => {
  it.each([
    "https://hooks.acme.example/lift?token=1",
    "https://acme.example:8443/",
    "https://8.8.8.8/in",
    "https://[2606:4700:4700::1111]/in",
    "https://acme.example./in",
    "https://internal.acme.example/",
    "https://127.0.0.1.acme.example/",
  ])("%s is taken", (url) => expect([deployed(url), local(url)]).toEqual([null, null]));

  it.each([
    ["no URL", "hooks.acme.example/in"],
    ["no URL", "https://"],
    ["another scheme", "ftp://acme.example/"],
    ["another scheme", "file:///etc/passwd"],
    ["unencrypted", "http://acme.example/in"],
    ["a password", "https://user:secret@acme.example/"],
    ["a user name", "https://user@acme.example/"],
    ["the port of another service", "https://acme.example:22/"],
    ["the port of another service", "https://acme.example:80/"],
    ["no domain", "https://intranet/"],
    ["this machine", "https://localhost/"],
    ["this machine", "https://localhost./"],
    ["this machine", "https://api.localhost/"],
    ["this machine", "https://LOCALHOST:8443/"],
    ["a local network", "https://printer.local/"],
    ["a local network", "https://router.home.arpa/"],
    ["a cloud's network", "https://metadata.google.internal/"],
    ["loopback", "https://127.0.0.1/"],
    ["loopback, written otherwise", "https://0x7f.1/"],
    ["loopback, written otherwise", "https://2130706433/"],
    ["loopback, written otherwise", "https://0177.0.0.1/"],
    ["loopback, written otherwise", "https://１２７.0.0.1/"],
    ["any address", "https://0.0.0.0/"],
    ["private", "https://10.1.2.3/"],
    ["private", "https://172.31.255.255/"],
    ["private", "https://192.168.0.1/"],
    ["link-local, where clouds keep credentials", "https://169.254.169.254/latest/meta-data"],
    ["carrier-grade NAT", "https://100.64.0.1/"],
    ["benchmarking", "https://198.19.0.1/"],
    ["documentation", "https://203.0.113.7/"],
    ["multicast", "https://224.0.0.1/"],
    ["broadcast", "https://255.255.255.255/"],
    ["IPv6 loopback", "https://[::1]/"],
    ["IPv6 unspecified", "https://[::]/"],
    ["unique local", "https://[fd00::1]/"],
    ["IPv6 link-local", "https://[fe80::1]/"],
    ["IPv4-mapped", "https://[::ffff:10.0.0.1]/"],
    ["IPv4-mapped, of a public address", "https://[::ffff:8.8.8.8]/"],
    ["NAT64", "https://[64:ff9b::10.0.0.1]/"],
    ["6to4 of a private address", "https://[2002:a00:1::]/"],
    ["Teredo", "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/"],
    ["IPv6 documentation", "https://[2001:db8::1]/"],
    ["IPv6 multicast", "https://[ff02::1]/"],
  ])("%s is refused: %s", (_, url) => expect(deployed(url)).toEqual(expect.any(String)));

  it("this machine is taken in local development alone, and only by its own names", () => {
    for (const url of ["http://localhost:4000/in", "http://127.0.0.1:80/", "http://[::1]/", "https://localhost/"]) {
      expect([local(url), deployed(url)]).toEqual([null, expect.any(String)]);
    }
    for (const url of ["http://10.0.0.1/", "http://acme.example/", "http://u:p@localhost/", "ftp://localhost/"]) {
      expect(local(url)).toEqual(expect.any(String));
    }
  });

  it("no IPv4 address of a private block is taken, however it is written", () => {
    const blocks = [
      [0x0a000000, 0x00ffffff],
      [0x7f000000, 0x00ffffff],
      [0xa9fe0000, 0x0000ffff],
      [0xac100000, 0x000fffff],
      [0xc0a80000, 0x0000ffff],
      [0x64400000, 0x003fffff],
    ] as const;
    const address = fc
      .tuple(fc.constantFrom(...blocks), fc.nat(0xffffffff))
      .map(([[block, mask], host]) => (block | (host & mask)) >>> 0);
    const forms = [
      (ip: number) => [24, 16, 8, 0].map((shift) => (ip >>> shift) & 255).join("."),
      (ip: number) => `0x${ip.toString(16)}`,
      (ip: number) => String(ip),
      (ip: number) => `[::ffff:${(ip >>> 16).toString(16)}:${(ip & 0xffff).toString(16)}]`,
    ];
    fc.assert(
      fc.property(address, fc.constantFrom(...forms), (ip, form) => {
        expect(deployed(`https://${form(ip)}/`)).toEqual(expect.any(String));
      }),
    );
  });
});
