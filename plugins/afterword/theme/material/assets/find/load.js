// Fetches what search needs, and gives up on what does not come: waiting for ever is worse than the plain list.

export const patience = 8000; // milliseconds

/** A promise's value, or its failure when it takes too long. */
export const soon = (promise, wait = patience) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("too slow")), wait))]);

const fetched = async (url, options) => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience), ...options });
  if (!answer.ok) throw Object.assign(new Error(`${url}: ${answer.status}`), { status: answer.status });
  return answer;
};

/** A JSON file, as it is now. */
export const json = async (url) => (await fetched(url, { cache: "no-cache" })).json();

/** A packed file (gzip under a name that no server unpacks). */
const unpacked = async (url) => new Response((await fetched(url)).body.pipeThrough(new DecompressionStream("gzip")));

/** The JSON or the bytes in a packed file. */
export const packed = async (url) => (await unpacked(url)).json();
export const bytes = async (url) => new Uint8Array(await (await unpacked(url)).arrayBuffer());
