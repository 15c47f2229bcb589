import { UserError } from "../core/errors";
import type { Problem } from "./selection";

/** Lines of what a program said that are shown. */
const LINES = 3;

/** How to log in, by the program that has the credentials. */
const REMEDIES: Record<string, string> = {
  aws: "Log in: aws sso login, or renew the keys of the profile.",
  "aws-iam-authenticator": "Log in to AWS, such as by aws sso login.",
  "gke-gcloud-auth-plugin": "Log in: gcloud auth login.",
  kubelogin: "Log in: az login, then kubelogin convert-kubeconfig -l azurecli.",
  tsh: "Log in: tsh login.",
};

/** The program from which a kubeconfig has its credentials gave none. */
export class CredentialsError extends UserError {
  /**
   * @param command the program, as the kubeconfig names it
   * @param said what it said, or the system of it
   */
  constructor(
    readonly command: string,
    readonly said: string,
  ) {
    super(`${command} gave no credentials: ${inShort(said)}`);
    this.name = "CredentialsError";
  }

  /** What is wrong with the kubeconfig, and what to do about it. */
  get problem(): Problem {
    const program = this.command.split("/").at(-1) ?? "";
    const run = `Run ${this.command} by hand, with the arguments that the kubeconfig has, and see what it says.`;
    return {
      problem: `gets its credentials from "${this.command}", which gave none: ${inShort(this.said)}`,
      remedy: REMEDIES[program] ?? run,
    };
  }
}

function inShort(said: string): string {
  const lines = said
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.length > 0 ? lines.slice(0, LINES).join(" / ") : "it said nothing";
}
