/** The file of a release with all that lives in Argo CD's namespace: one replica of everything, or highly available. */
export function installFile(highAvailability: boolean): string {
  return highAvailability ? "ha/namespace-install.yaml" : "namespace-install.yaml";
}

/** The CRDs of a release that are installed beside it. */
const CRD_FILES = ["crds/application-crd.yaml", "crds/appproject-crd.yaml"];
const APPLICATION_SETS_CRD = "crds/applicationset-crd.yaml";

/** Each file of a release that a choice may install. */
export const INSTALLABLE = [installFile(false), installFile(true), ...CRD_FILES, APPLICATION_SETS_CRD];

/** SHA-256 of the files of each release that we know, by their paths in its `manifests` directory. */
export const checksums: Record<string, Record<string, string>> = {
  "3.6.1": {
    "namespace-install.yaml": "310ff8e2cbef2c4b84dd8d353bddc4c9afcec551e62af30560b0aa80ff140382",
    "ha/namespace-install.yaml": "a213fae33e5e886bd1fa890c2717d12521dc8440fb149fa6f7ad957b51201e6b",
    "crds/application-crd.yaml": "9fd0da3e7097ad6d1af614fabd5c960bc7ddb00d768c3ef485a2fda6e9460df8",
    "crds/appproject-crd.yaml": "084150a2feccd188a1dee09cd8a3a259dfacecdfb7e10037df78900f60816482",
    "crds/applicationset-crd.yaml": "980128848a8d2152b946aec6a11cdd1174b38b04587f4fba94537c040fd84202",
  },
  "3.6.0": {
    "namespace-install.yaml": "b704fe5d2682d7f65b33c187dd8712ded99f7993ba476b51e3526b2a43a82d35",
    "ha/namespace-install.yaml": "c5d30d7267d2525bb818076cc9f983095491397ae5ae118c668e2a08359b753f",
    "crds/application-crd.yaml": "9fd0da3e7097ad6d1af614fabd5c960bc7ddb00d768c3ef485a2fda6e9460df8",
    "crds/appproject-crd.yaml": "084150a2feccd188a1dee09cd8a3a259dfacecdfb7e10037df78900f60816482",
    "crds/applicationset-crd.yaml": "980128848a8d2152b946aec6a11cdd1174b38b04587f4fba94537c040fd84202",
  },
  "3.5.2": {
    "namespace-install.yaml": "df24f12dc3e08f1f36618e6d38b4f91ddd3b282e8e614606b8fccfbdf18b3ddf",
    "ha/namespace-install.yaml": "d966cdea0f0282152e1af56782db74237ee2c6b744676d644c48822df775e3b3",
    "crds/application-crd.yaml": "5dde0e229249b6b707beb98674c1deae3949d5c319a6c45b9f5a80c99618e40c",
    "crds/appproject-crd.yaml": "ab225266944322750136f1198d93786e4a79a0e43c8d149abfba44da30a3eac8",
    "crds/applicationset-crd.yaml": "7d282054f41ca2b71a22bab04a8caf0000e07e53a62432e6ea292dae5ab4f07d",
  },
};

/** A choice of a release. */
export interface ReleaseChoice {
  version: string;
  highAvailability: boolean;
  applicationSets: boolean;
  /** Checksums of a release that is not known here. */
  sha256: Record<string, string>;
}

/** Each file that a choice installs, the one with everything first, and its checksum, where there is one. */
export function filesOf(choice: ReleaseChoice): [path: string, sha256?: string][] {
  const { version, highAvailability, applicationSets, sha256 } = choice;
  const crds = [...CRD_FILES, ...(applicationSets ? [APPLICATION_SETS_CRD] : [])];
  return [installFile(highAvailability), ...crds].map((path) => [path, checksums[version]?.[path] ?? sha256[path]]);
}
