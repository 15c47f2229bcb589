import type { Checkout } from "./checkout";
import { assertCode } from "./shell";

/** The processes of a sandbox, to be taken away and given back. */
export class Parts {
  constructor(private readonly checkout: () => Checkout) {}

  /** Does something while a part is away. */
  async without<T>(name: string, work: () => Promise<T>): Promise<T> {
    await this.#send("halt", name);
    try {
      return await work();
    } finally {
      await this.#send("resume", name);
    }
  }

  /** Does something while a part is there and does not answer. */
  async frozen<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { pid } = await this.checkout().process(name);
    if (pid === undefined) throw new Error(`${name} does not run`);
    process.kill(pid, "SIGSTOP");
    try {
      return await work();
    } finally {
      process.kill(pid, "SIGCONT");
    }
  }

  async #send(what: string, name: string): Promise<void> {
    assertCode(await this.checkout().npm("sandbox", what, name), 0);
  }
}
