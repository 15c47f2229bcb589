import { timingSafeEqual } from "node:crypto";

/** What a request asks for. */
export type Route =
  | {
      readonly kind: "git";
      readonly repository: "agentgateway-infra.git" | "gateway-api.git";
      readonly writes: boolean;
    }
  | { readonly kind: "chart"; readonly file: string }
  | { readonly kind: "none" };

const GIT = /^\/(agentgateway-infra\.git|gateway-api\.git)\/(info\/refs|git-upload-pack|git-receive-pack)$/;
const CHART = /^\/charts\/([A-Za-z0-9][A-Za-z0-9._-]*)$/;

/** Only these paths exist: whatever else is in the directories behind them can't be requested. */
export function route(path: string, query: string): Route {
  const [, repository, service] = GIT.exec(path) ?? [];
  if (repository) {
    const writes = service === "git-receive-pack" || new URLSearchParams(query).get("service") === "git-receive-pack";
    return { kind: "git", repository: repository as "agentgateway-infra.git", writes };
  }
  const [, file] = CHART.exec(path) ?? [];
  return file ? { kind: "chart", file } : { kind: "none" };
}

/** Whether an Authorization header carries this user and password. Takes equally long for every wrong one. */
export function authorized(header: string | undefined, user: string, password: string): boolean {
  const [scheme, encoded = ""] = (header ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic") return false;
  const given = Buffer.from(encoded, "base64");
  const expected = Buffer.from(`${user}:${password}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
