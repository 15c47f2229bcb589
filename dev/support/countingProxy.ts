import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy that lets nothing through, and notes what it was asked for. */
export interface CountingProxy {
  /** URL of the proxy. */
  url: string;
  /** Hosts that it was asked for, in order. */
  asked: string[];
  close(): void;
}

/** Starts a proxy on loopback. */
export async function countingProxy(): Promise<CountingProxy> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(403).end();
  });
  server.on("connect", ({ url }, socket) => {
    asked.push(url ?? "");
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, asked, close };
}
