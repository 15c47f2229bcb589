import { platform } from "../../platform";
import { recover } from "./recover";

/** `npm run recover`. */
export async function recoverStack(stack: string): Promise<void> {
  for (const line of await recover(platform, stack, process.cwd())) console.log(line);
}
