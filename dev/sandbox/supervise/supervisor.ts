import { sameSpec, type ProcessSpec, type ProcessStatus } from "./spec";
import { Unit, type UnitContext } from "./unit";

/** Makes the running processes be those of a plan, and nothing else. */
export class Supervisor {
  private readonly units = new Map<string, Unit>();
  private work: Promise<void> = Promise.resolve();

  constructor(private readonly context: UnitContext) {}

  /** Starts what is new or was halted, restarts what changed, ends what is no longer planned. Calls queue up. */
  apply(plan: readonly ProcessSpec[]): Promise<void> {
    return this.enqueue(async () => {
      const desired = new Map(plan.map((spec) => [spec.name, spec]));
      await this.end((unit) => {
        const spec = desired.get(unit.spec.name);
        return spec === undefined || !sameSpec(spec, unit.spec) || unit.status().state === "stopped";
      });
      for (const spec of plan) {
        if (!this.units.has(spec.name)) this.units.set(spec.name, new Unit(spec, this.context));
      }
    });
  }

  /** Ends a process, which stays away until it is resumed or a plan is applied: to see what its clients do without it. */
  halt(name: string): Promise<void> {
    return this.enqueue(() => this.unit(name).stop());
  }

  /** Starts a process that was halted. */
  resume(name: string): Promise<void> {
    return this.enqueue(() => {
      const unit = this.unit(name);
      if (unit.status().state === "stopped") this.units.set(name, new Unit(unit.spec, this.context));
      return Promise.resolve();
    });
  }

  /** Ends everything, clients before their servers. */
  stop(): Promise<void> {
    return this.enqueue(() => this.end(() => true));
  }

  status(): ProcessStatus[] {
    return [...this.units.values()].map((unit) => unit.status());
  }

  private unit(name: string): Unit {
    const unit = this.units.get(name);
    if (unit === undefined)
      throw new Error(`there is no process ${name}; there are ${[...this.units.keys()].join(", ")}`);
    return unit;
  }

  private enqueue(task: () => Promise<void>): Promise<void> {
    const done = this.work.then(task);
    this.work = done.catch(() => undefined); // The caller gets the error; the next call must not fail with it.
    return done;
  }

  private async end(which: (unit: Unit) => boolean): Promise<void> {
    const ending = [...this.units.values()].filter(which);
    const tiers = [...new Set(ending.map((unit) => unit.spec.tier))].sort((a, b) => b - a);
    for (const tier of tiers) {
      const together = ending.filter((unit) => unit.spec.tier === tier);
      await Promise.all(together.map((unit) => unit.stop()));
      together.forEach((unit) => this.units.delete(unit.spec.name));
    }
  }
}
