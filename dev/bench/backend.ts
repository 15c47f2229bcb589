/** A provider's backend, as the cluster has it. */
export interface Backend {
  metadata: { generation: number };
  spec: { ai?: { provider?: Record<string, { model?: string } | undefined> } };
  status?: { conditions?: { type: string; status: string; observedGeneration?: number }[] };
}

/** Whether the controller has said that the gateway uses a model. */
export function uses({ metadata, spec, status }: Backend, provider: string, model: string): boolean {
  const accepted = status?.conditions?.find(({ type }) => type === "Accepted");
  return (
    spec.ai?.provider?.[provider]?.model === model &&
    accepted?.status === "True" &&
    accepted.observedGeneration === metadata.generation
  );
}
