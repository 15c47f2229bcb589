import * as pulumi from "@pulumi/pulumi";
import type { Applications } from "../components/application/client";
import { rootName } from "../components/application/root";
import type { Environment } from "../config/schema";
import { isCommit } from "../core/git";
import { moveText } from "./revision/move";
import { readMove, type Standing } from "./revision/standing";

/** Says which commits an environment that follows commits gets or loses, in a preview as in an `up`. */
export async function announceMove(
  environment: Environment,
  standing: Standing,
  applications: Applications,
  directory = process.cwd(),
): Promise<void> {
  if (environment.application.follow !== "commit") return;
  const from = await deployedCommit(environment, applications);
  const move = from === undefined ? undefined : await readMove(environment, directory, from);
  const text = moveText(environment.name, standing, from, move);
  if (text !== undefined) void pulumi.log.info(text);
}

/** The commit that the environment is at; where it has followed the branch until now, the one that was deployed of it. */
async function deployedCommit(environment: Environment, applications: Applications): Promise<string | undefined> {
  const root = await applications.read(rootName(environment));
  const told = (root?.spec?.source as { targetRevision?: string } | undefined)?.targetRevision ?? "";
  return [told, root?.status?.sync?.revision ?? ""].find(isCommit);
}
