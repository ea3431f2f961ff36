/** Answers every HTTP request with a 404 problem (RFC 9457). */
export function notPublic(): Response {
  const problem = {
    type: "about:blank",
    title: "Not Found",
    status: 404,
    detail: "The sandbox answers RPC over its service binding only.",
  };
  return Response.json(problem, { status: 404, headers: { "content-type": "application/problem+json" } });
}
