type Schema = Readonly<Record<string, unknown>>;

/**
 * The least value that a JSON Schema allows: null where it may be, else empty. `wanted` members come first where the schema has them; `const` and `enum` win over
 * them when they do not allow them.
 */
export function instanceOf(schema: Schema, wanted?: unknown): unknown {
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum.includes(wanted) ? wanted : schema.enum[0];
  const options = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (options !== undefined) {
    const fitting = options.find((option) => fits(option, wanted)) ?? options.find((option) => option.type === "null");
    return instanceOf(fitting ?? options[0] ?? {}, wanted);
  }
  const types = Array.isArray(schema.type) ? (schema.type as string[]) : [schema.type as string];
  const type = types.find((one) => fits({ type: one }, wanted)) ?? (types.includes("null") ? "null" : types[0]);
  const given = fits({ type }, wanted);
  switch (type) {
    case "object": {
      const have = given ? (wanted as Record<string, unknown>) : {};
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([key, inner]) => [
          key,
          instanceOf(inner, have[key]),
        ]),
      );
    }
    case "array":
      return given ? (wanted as unknown[]).map((one) => instanceOf((schema.items ?? {}) as Schema, one)) : [];
    case "string":
      return given ? wanted : "";
    case "number":
    case "integer":
      return given ? wanted : (schema.minimum ?? 0);
    case "boolean":
      return given ? wanted : false;
    case "null":
      return null;
    default:
      return wanted ?? null;
  }
}

function fits(schema: Schema, value: unknown): boolean {
  if (value === undefined) return false;
  switch (schema.type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === schema.type;
  }
}
