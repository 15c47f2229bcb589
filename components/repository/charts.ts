/** Argo CD writes the URL of an OCI registry of Helm charts without its scheme. */
export function chartRepository(url: string): string {
  return url.replace(/^oci:\/\//, "");
}
