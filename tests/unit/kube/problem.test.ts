import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unreadable } from "../../../cli/recover/recover";
import { unanswered } from "../../../cli/status/inspect";
import { clusterAt } from "../../../kube/clusterAt";
import { CredentialsError } from "../../../kube/credentials";
import { from } from "../../../kube/origin";
import { asClusterError } from "../../../kube/problem";
import { ApiError } from "../../../kube/request";
import { kubeconfig } from "../../../dev/support/kubeconfig";
import { messageOf, table } from "../../../dev/support/messages";

interface Failure {
  status?: number;
  message?: string;
  command?: string;
  said?: string;
  code?: string;
}

describe("a request to a cluster that fails", () => {
  table<Failure>("failures", (failure) =>
    messageOf(() => {
      throw asClusterError(from({ server: "https://api.example.com", kubeconfig: "cluster.kubeconfig" }, of(failure)));
    }),
  );

  describe("is reported by every command with what to do", () => {
    const object = { apiVersion: "v1", kind: "Secret", namespace: "argocd", name: "a" };
    const resources = [{ kind: "Secret", name: "secrets", namespaced: true }];
    let server: Server;
    let url: string;
    /** What is answered; but for the kinds, by one that is well. */
    let status: number;

    before(async () => {
      server = createServer(({ url: path }, response) => {
        const answer = path === "/api/v1" && status !== 503 ? 200 : status;
        response
          .writeHead(answer)
          .end(JSON.stringify(answer === 200 ? { resources } : { message: `answer ${answer}` }));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => server.close());

    async function failure(text: string): Promise<unknown> {
      return clusterAt(text, undefined, "argocd.kubeconfig")
        .read(object)
        .then(
          () => assert.fail("nothing failed"),
          (error: unknown) => error,
        );
    }

    it("a token that is refused midway", async () => {
      status = 401;
      const error = await failure(kubeconfig({ server: url }));
      const said =
        `  - argocd.kubeconfig: has credentials that ${url} does not accept\n` +
        "      They have expired or were revoked: store a new kubeconfig.";
      assert.ok(error instanceof ApiError);
      assert.equal((asClusterError(error) as Error).message, `A cluster can't be used:\n${said}`);
      const known = unreadable("hub", error).message;
      assert.equal(known, `What was created is unknown, because the hub cluster can't be read:\n${said}`);
      assert.deepEqual(unanswered(error), [
        {
          kind: "Cluster",
          name: "argocd.kubeconfig",
          ok: false,
          detail: `has credentials that ${url} does not accept. They have expired or were revoked: store a new kubeconfig.`,
        },
      ]);
    });

    it("a right that is missing", async () => {
      status = 403;
      const error = asClusterError(await failure(kubeconfig({ server: url }))) as Error;
      assert.equal(
        error.message,
        "A cluster can't be used:\n" +
          `  - argocd.kubeconfig: has a user whom ${url} does not allow this: answer 403\n` +
          "      Give that user the right, or store a kubeconfig of one who has it.",
      );
    });

    it("an API server that is not well, at the first request", async () => {
      status = 503;
      const error = asClusterError(await failure(kubeconfig({ server: url }))) as Error;
      assert.equal(
        error.message,
        "A cluster can't be used:\n" +
          `  - argocd.kubeconfig: leads to ${url}, which answers 503: answer 503\n` +
          "      It is overloaded or not well: see to the cluster, then try again.",
      );
    });

    it("a program that gives no credentials", async () => {
      const directory = mkdtempSync(join(tmpdir(), "plugin-"));
      try {
        const command = join(directory, "aws");
        writeFileSync(command, "#!/bin/sh\necho 'Token has expired' >&2\nexit 255\n");
        chmodSync(command, 0o700);
        const exec = { apiVersion: "client.authentication.k8s.io/v1", command, interactiveMode: "Never" };
        const error = asClusterError(await failure(kubeconfig({ server: url, user: { exec } }))) as Error;
        assert.equal(
          error.message,
          "A cluster can't be used:\n" +
            `  - argocd.kubeconfig: gets its credentials from "${command}", which gave none: Token has expired\n` +
            "      Log in: aws sso login, or renew the keys of the profile.",
        );
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    });
  });

  it("and an error of anything else stays as it is", () => {
    const error = new TypeError("x is undefined");
    assert.equal(asClusterError(error), error);
    assert.equal(asClusterError("text"), "text");
  });
});

function of({ status, message = "", command, said = "", code }: Failure): Error {
  if (status !== undefined) return new ApiError(status, message);
  if (command !== undefined) return new CredentialsError(command, said);
  return Object.assign(new Error("connect"), { code });
}
