// Package shim hands out the Terraform random provider, whose package is internal to its module: only an import path
// below that module's may see it, so this local module takes one.
package shim

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"

	random "github.com/terraform-providers/terraform-provider-random/internal/provider"
)

// NewProvider makes the provider that the bridge wraps.
func NewProvider() provider.Provider {
	return random.New()
}
