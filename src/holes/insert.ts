/**
 * The list with an element among those that answers have put at its end, in the order of their keys: whichever of two answers comes first, the list is
 * the same. `isAnswered` tells those from what was there before. An element whose key is there already leaves the list as it is.
 */
export function insertAnswered<Element>(
  list: readonly Element[],
  element: Element,
  key: (element: Element) => string,
  isAnswered: (element: Element) => boolean,
): Element[] {
  const own = key(element);
  if (list.some((other) => key(other) === own)) return [...list];
  let start = list.length;
  for (let before = list[start - 1]; before !== undefined && isAnswered(before); before = list[start - 1]) start -= 1;
  const larger = list.findIndex((other, index) => index >= start && key(other) > own);
  return list.toSpliced(larger < 0 ? list.length : larger, 0, element);
}
