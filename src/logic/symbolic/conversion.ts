import { UnsupportedConstruct } from "../unsupported.ts";
import type { Fresh } from "./fresh.ts";
import { endingOfLoop, itemsOf } from "./iterate.ts";
import { encoded, listOfRow, typeOfItems } from "./loop.ts";
import { inOrder, type Meaning, opaqueUse, type Pure, pure, raises, total } from "./value.ts";

/** `list(value)` and `tuple(value)`. */
export function converted(flavour: "list" | "tuple", value: Pure, fresh: Fresh): Meaning {
  if (value.kind === "opaque") throw opaqueUse(value);
  if (value.kind === "sequence" || (value.kind === "fixed" && value.flavour !== "set"))
    return total({ ...value, flavour });
  const items = itemsOf(value);
  if (items === null) return raises("TypeError");
  if (items.kind === "fixed")
    return {
      value: pure({ kind: "fixed", flavour, items: items.items.map((item) => item.value) }),
      ...inOrder(...items.items),
    };
  const type = typeOfItems(items, fresh);
  if (type === null) throw new UnsupportedConstruct("items_of_unknown_type");
  const ending = endingOfLoop(items.length, (index) => ({ ...inOrder(items.at(index)), stops: "false" }), true, fresh);
  const row = { type, length: items.length, at: (index: string) => encoded(type, items.at(index).value) };
  return { value: pure({ ...listOfRow(row, fresh), flavour }), ...ending };
}
