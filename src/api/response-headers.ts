/** The response headers of this API and what they mean to a client. */
const HEADERS = {
  ETag: "Changes with every change a client can see; send it back in If-None-Match.",
  "Retry-After": "Seconds after which asking again makes sense. Absent once nothing will change.",
  Location: "The address of what was made.",
  "Preference-Applied": "The preference that was honoured, such as `wait=20`.",
  "Idempotent-Replayed": "`true` when the Idempotency-Key named something that was there already.",
  Allow: "The methods of this address.",
} as const;

type HeaderObject = { description: string; schema: { type: "string" } };

/** Declares response headers in the OpenAPI document. None is promised on every answer of its status unless its text says so. */
export function headers(...names: (keyof typeof HEADERS)[]): Record<string, HeaderObject> {
  return Object.fromEntries(names.map((name) => [name, { description: HEADERS[name], schema: { type: "string" } }]));
}
