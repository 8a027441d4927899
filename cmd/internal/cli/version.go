package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/dsl"
)

func newVersion(s Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			// The first is what required_version is compared with.
			if _, err := fmt.Fprintf(s.Out, "pipectl %s (build %s)\n", dsl.Version, version()); err != nil {
				return refused(err)
			}
			return nil
		},
	}
}

// version is what the module was built as: "v1.2.3" from a release,
// "v0.0.0-..." from a commit, "(devel)" from a changed checkout.
func version() string {
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" {
		return b.Main.Version
	}
	return "(devel)"
}
