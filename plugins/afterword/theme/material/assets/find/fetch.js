// Requests for what search needs. Each fails after a while, because waiting for ever is worse than the plain list.

const TIMEOUT = 8000; // milliseconds

/** Return the value of a promise, or fail if it takes too long. */
export const withTimeout = (promise) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("too slow")), TIMEOUT))]);

/** Return a function that calls `load` once for each key. It forgets a failed call, so that the next one tries again. */
export const createPromiseCache = () => {
  const promises = new Map();
  return (key, load) => {
    if (!promises.has(key)) promises.set(key, load().catch((error) => { promises.delete(key); throw error; }));
    return promises.get(key);
  };
};

const fetchResponse = async (url, options) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT), ...options });
  if (!response.ok) throw Object.assign(new Error(`${url}: ${response.status}`), { status: response.status });
  return response;
};

/** Fetch a JSON file, and ask the server whether a cached copy is still current. */
export const fetchJson = async (url) => (await fetchResponse(url, { cache: "no-cache" })).json();

// Such a file is gzip under a name that no server unpacks by itself.
const fetchPacked = async (url) =>
  new Response((await fetchResponse(url)).body.pipeThrough(new DecompressionStream("gzip")));

export const fetchPackedJson = async (url) => (await fetchPacked(url)).json();
export const fetchPackedBytes = async (url) => new Uint8Array(await (await fetchPacked(url)).arrayBuffer());
