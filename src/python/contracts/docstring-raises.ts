import { docstringOf } from "../facts/docstring.ts";
import { docFields } from "../facts/docstring-fields.ts";
import { addDocumentedRaises, addEvidence, type ContractContext } from "./findings.ts";

/** Exceptions that a docstring documents: `:raises X:`, Google's and numpydoc's sections. The description stays prose; it is never read as a condition. */
export function documentedRaises(context: ContractContext): void {
  const docstring = docstringOf(context.module, context.fn.node);
  if (!docstring) return;
  for (const { role, name, text, style, node } of docFields(docstring).fields) {
    if (role !== "raises" || name === null) continue;
    const exception = name.replace(/^:(?:py:)?(?:class|exc):`~?([\w.]+)`$|^`+~?([\w.]+)`+$/, "$1$2");
    if (!/^[A-Za-z_][\w.]*$/.test(exception)) continue;
    const item = addEvidence(
      context,
      `docstring-raises-${style}`,
      `The docstring says that ${exception} may be raised.`,
      node,
    );
    addDocumentedRaises(context, exception, text === "" ? null : text, { source: "declared", confidence: 0.9 }, [item]);
  }
}
