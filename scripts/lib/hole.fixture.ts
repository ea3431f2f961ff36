import type { HoleView } from "./hole-view.ts";

/** An open, awaited hole from what matters of it. */
export function holeView(parts: Partial<HoleView> = {}): HoleView {
  return {
    id: "hole_0000000000000001",
    clause: "assertion",
    kind: "spec",
    subject: "empty xs",
    type_hint: "bool",
    description: "What is the result when xs is empty?",
    context: null,
    dependencies: [],
    status: "open",
    priority: "medium",
    awaited: true,
    suggestions: [],
    resolution: null,
    changes: [],
    ...parts,
  };
}
