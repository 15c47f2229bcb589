import type { ApiServer } from "./kubeconfig";
import { ApiConnection, bodyOf, ApiError } from "./request";

/** Seconds that the server has for an answer. */
const ANSWER_SECONDS = 10;

/** What an API server made of a token. */
export type TokenTrial =
  | { outcome: "accepted" }
  /** It does not know the token, or took whoever has it for nobody. */
  | { outcome: "refused"; answer: string }
  /** It could not be asked from here. */
  | { outcome: "unreachable"; reason: string };

/** Tries a token once against an API server: by the list of its APIs, which everybody may read whom it knows. */
export async function tryToken({ server, proxyUrl, ...tls }: ApiServer, token: string): Promise<TokenTrial> {
  const access = {
    server,
    tls: {
      ...(tls.caData && !tls.insecure && { ca: Buffer.from(tls.caData, "base64") }),
      ...(tls.insecure && { rejectUnauthorized: false }),
      ...(tls.serverName && { servername: tls.serverName }),
    },
    headers: { authorization: `Bearer ${token}` },
    ...(proxyUrl && { proxy: proxyUrl }),
  };
  const connection = new ApiConnection(access, { answerSeconds: ANSWER_SECONDS });
  try {
    bodyOf(await connection.request("GET", "/api"));
    return { outcome: "accepted" };
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403))
      return { outcome: "refused", answer: `${error.status}: ${error.message}` };
    const { code, message } = error as Error & { code?: string };
    return { outcome: "unreachable", reason: code ?? message };
  } finally {
    connection.close();
  }
}
