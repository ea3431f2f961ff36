import type { Section } from "./severity.ts";

/** An element in words, such as `precondition x > 0`, with what happened to it when that is given. */
export function describe(
  section: Section,
  event: "added" | "removed" | null,
  element: Readonly<Record<string, unknown>>,
): string {
  const name = nameOf(section, element);
  return event === null ? name : `${name} ${event}`;
}

function nameOf(section: Section, element: Readonly<Record<string, unknown>>): string {
  switch (section) {
    case "parameters": {
      const required = element.default === null && !String(element.kind).startsWith("var_");
      return `${required ? "required" : "optional"} parameter ${element.name}`;
    }
    case "raises":
      return `raises ${element.exception}`;
    case "assertions":
      return `${element.category} ${expressionOf(element)}`;
    case "effects":
      return `effect ${element.effect_type} ${element.target}`;
    case "examples":
      return `example ${element.call}`;
    case "relationships":
      return `relationship ${element.kind} ${element.target}`;
    case "holes":
      return `${element.clause} hole ${element.subject}`;
    case "checks":
      return `check ${element.question}`;
    case "problems":
      return `problem ${element.code} of ${element.analysis}`;
  }
}

function expressionOf({ expression }: Readonly<Record<string, unknown>>): string {
  return typeof expression === "object" && expression !== null && "text" in expression ? String(expression.text) : "";
}
