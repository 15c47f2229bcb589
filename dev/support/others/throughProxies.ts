import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer as createProxy, type IncomingMessage, type ServerResponse } from "node:http";
import { Agent, createServer as createGate, request } from "node:https";
import { connect, type AddressInfo, type Server } from "node:net";
import { stringify } from "yaml";
import { createAuthority, createCertificate } from "../../sandbox/cluster/certificates";
import type { ClusterAccess } from "../../sandbox/cluster/kubeconfig";

/** Host of the gate. No name server knows it, so that nothing reaches it but through the proxy. */
const HOST = "kubernetes.others.example";

/** The way of a person to an API server: an HTTP proxy, and behind it a gate with users of its own, as Rancher or Teleport are. */
export interface ThroughProxies {
  /** The person's kubeconfig. */
  kubeconfig: string;
  /** URL of the gate, as that kubeconfig has it. */
  server: string;
  /** How many connections the proxy has let through to the gate. */
  tunnels: () => number;
  /** Hosts that the proxy was asked for and does not know. */
  strangers: readonly string[];
  /** Requests that the gate has refused, for it does not know who sends them. */
  refused: readonly string[];
  close: () => void;
}

/** Puts both proxies before an API server. */
export async function throughProxies({ server, authority, token }: ClusterAccess): Promise<ThroughProxies> {
  const ca = await createAuthority("others");
  const { certificate, key } = await createCertificate(ca, "others", "gate", [HOST]);
  const person = randomBytes(24).toString("base64url");
  const agent = new Agent({ keepAlive: true, ca: authority });
  const refused: string[] = [];
  const strangers: string[] = [];
  let tunnels = 0;

  const gate = createGate({ cert: certificate, key }, (asked, answer) => {
    if (!isBearer(asked, person)) {
      refused.push(`${asked.method} ${asked.url}`);
      answer.writeHead(401, { "content-type": "text/plain" }).end("unknown token\n");
      return;
    }
    forward(asked, answer, { url: `${server}${asked.url}`, agent, token });
  });
  const gatePort = await listening(gate);

  const proxy = createProxy((_, answer) => answer.writeHead(405).end());
  proxy.on("connect", ({ url = "" }, socket, head) => {
    if (url !== `${HOST}:443`) {
      strangers.push(url);
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    tunnels++;
    const tunnel = connect(gatePort, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      tunnel.write(head);
      socket.pipe(tunnel).pipe(socket);
    });
    for (const [end, other] of [
      [socket, tunnel],
      [tunnel, socket],
    ] as const)
      end.on("error", () => other.destroy());
  });
  const proxyPort = await listening(proxy);

  return {
    kubeconfig: kubeconfigThrough(`http://127.0.0.1:${proxyPort}`, ca.certificate, person),
    server: `https://${HOST}`,
    tunnels: () => tunnels,
    strangers,
    refused,
    close: () => {
      proxy.close();
      gate.close();
      gate.closeAllConnections();
      agent.destroy();
    },
  };
}

function kubeconfigThrough(proxy: string, authority: string, token: string): string {
  const name = "shared";
  const cluster = {
    server: `https://${HOST}`,
    "certificate-authority-data": Buffer.from(authority).toString("base64"),
    "proxy-url": proxy,
  };
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name, cluster }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}

function isBearer({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Sends a request on as the gate's own, and its answer back as it comes: a watch has no end. */
function forward(
  asked: IncomingMessage,
  answer: ServerResponse,
  { url, agent, token }: { url: string; agent: Agent; token: string },
): void {
  const { host: _, ...headers } = asked.headers;
  const options = { method: asked.method, headers: { ...headers, authorization: `Bearer ${token}` }, agent };
  const onward = request(url, options, (got) => {
    answer.writeHead(got.statusCode as number, got.headers);
    answer.flushHeaders();
    got.pipe(answer);
  });
  onward.on("error", () => answer.destroy());
  answer.on("close", () => onward.destroy());
  asked.pipe(onward);
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
