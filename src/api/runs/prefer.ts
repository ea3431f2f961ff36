import { LIMITS } from "../../graphs/run.ts";

/**
 * Seconds of the `wait` preference (RFC 7240 section 4.3), at most `LIMITS.wait_seconds`. Null when there is none or it is malformed:
 * a preference that is not understood is ignored (section 2). Of several, the first counts.
 */
export function preferredWait(header: string | undefined): number | null {
  for (const preference of header?.split(",") ?? []) {
    const [name = "", value = ""] = (preference.split(";")[0] ?? "").split("=").map((part) => part.trim());
    if (name.toLowerCase() !== "wait") continue;
    const digits = /^"?(\d{1,9})"?$/.exec(value)?.[1];
    return digits === undefined ? null : Math.min(Number(digits), LIMITS.wait_seconds);
  }
  return null;
}
