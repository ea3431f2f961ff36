import { type Family, isSequence, isText, isTexts } from "./view.ts";

/** A dict as the subject: where its keys and values come from. */
export const ofMapping: Family = ({ subject, parameters }) => {
  const r = subject.text;
  const values = subject.shape.kind === "dict" ? subject.shape.value.kind : "any";
  return [
    `len(${r}) > 0`,
    ...(values === "int" || values === "float"
      ? [
          `all(v > 0 for v in ${r}.values())`,
          `all(v >= 0 for v in ${r}.values())`,
          `all(v >= 1 for v in ${r}.values())`,
          `all(v > 1 for v in ${r}.values())`,
          `len(set(${r}.values())) <= 1`,
        ]
      : []),
    `list(${r}) == sorted(${r})`,
    ...parameters.flatMap((p) => {
      const x = p.text;
      if (p.shape.kind === "dict")
        return [
          `${r} == ${x}`,
          `set(${r}) == set(${x})`,
          `all(k in ${x} for k in ${r})`,
          `all(k in ${r} for k in ${x})`,
          `all(${r}[k] == ${x}[k] for k in ${r})`,
          `len(${r}) == len(${x})`,
          `all(v in ${x}.values() for v in ${r}.values())`,
          `${r} == dict(sorted(${x}.items()))`,
          `sorted(${r}.values()) == sorted(${x}.values())`,
        ];
      if (!isSequence(p) && !isText(p)) return [];
      return [
        `set(${r}) == set(${x})`,
        `all(k in ${x} for k in ${r})`,
        `all(${r}[k] == ${x}.count(k) for k in ${r})`,
        `sum(${r}.values()) == len(${x})`,
        `len(${r}) <= len(${x})`,
        `len(${r}) == len(set(${x}))`,
        ...(isTexts(p) ? [`all(${r}[k] == len(k) for k in ${r})`] : []),
        ...(isText(p) ? [`all(k in ${x}.split() for k in ${r})`, `len(set(${r}.values())) <= 1`] : []),
      ];
    }),
    ...parameters.flatMap((p) =>
      parameters.flatMap((q) => {
        if (p === q) return [];
        if (isSequence(p) && isSequence(q)) return [`${r} == dict(zip(${p.text}, ${q.text}))`];
        if (p.shape.kind !== "dict" || q.shape.kind !== "dict") return [];
        return [`${r} == {**${p.text}, **${q.text}}`, `set(${r}) == set(${p.text}) | set(${q.text})`];
      }),
    ),
  ];
};

/** A set as the subject. */
export const ofSet: Family = ({ subject, parameters }) => {
  const r = subject.text;
  const sized = parameters.filter((p) => isSequence(p) || isText(p) || p.shape.kind === "set");
  return [
    `len(${r}) > 0`,
    ...sized.flatMap(({ text }) => [
      `${r} == set(${text})`,
      `${r} <= set(${text})`,
      `set(${text}) <= ${r}`,
      `len(${r}) <= len(${text})`,
    ]),
    ...sized.flatMap((p) =>
      sized.flatMap((q) =>
        p === q ? [] : ["&", "|", "-", "^"].map((operator) => `${r} == set(${p.text}) ${operator} set(${q.text})`),
      ),
    ),
  ];
};
