package cli

import (
	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/dsl/catalog"
)

func newSchema(s Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print a JSON Schema of the task kinds",
		Long: `Prints a JSON Schema (draft-07) of every kind of task, compute and cluster, for other
tools: editors, generators, checks of one's own. It is of blocks in HCL's JSON form,
{"task": {KIND: {NAME: {…}}}}, where any value may be text with "${…}" in it. What a
schema cannot say (ways to wait, results, errors, permissions) stands in it under
"x-pipectl".`,
		Example: `  pipectl schema > pipectl.schema.json
  pipectl schema | jq '.definitions["task.glue_job"].properties | keys'`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if _, err := s.Out.Write(catalog.Schema()); err != nil {
				return refused(err)
			}
			return nil
		},
	}
}
