package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
)

func newExplain(s Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "explain KIND|CODE",
		Short: "Explain a task kind or an error code",
		Long: `Explains a kind of task (glue_job): its arguments, how it is waited for, what it
gives, which errors it raises, what its machine's role needs; a kind of cluster ("cluster emr") or compute
("compute glue"); or a code of a diagnostic (PC0102). "kinds", "compute" and "codes" list what there is.`,
		Example: `  pipectl explain glue_job
  pipectl explain PC0401
  pipectl explain kinds`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) > 2 {
				return errors.New("explain takes the name of a kind or a code; `pipectl explain kinds` and `pipectl explain codes` list them")
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return explained(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			return runExplain(s, strings.Join(args, " "))
		},
	}
}

// explained are the names that explain takes.
func explained() []string {
	names := append([]string{"kinds", "codes", "compute"}, catalog.Names()...)
	for _, e := range diag.Codes {
		names = append(names, string(e.Code))
	}
	return names
}

func runExplain(s Streams, name string) error {
	var err error
	kind, isKind := catalog.Lookup(name)
	cluster, isCluster := catalog.LookupCluster(strings.TrimPrefix(name, "cluster "))
	portable, isPortable := catalog.LookupPortable(name)
	engine, isCompute := catalog.LookupCompute(strings.TrimPrefix(name, "compute "))
	code := diag.Lookup(diag.Code(strings.ToUpper(name)))
	switch {
	case name == "kinds":
		err = view.Kinds(s.Out)
	case name == "codes":
		err = view.Codes(s.Out)
	case isKind:
		err = view.Kind(s.Out, kind)
	case isPortable:
		err = view.Portable(s.Out, portable)
	case name == "compute":
		err = view.Computes(s.Out)
	case isCompute && name == "compute "+engine.Name:
		err = view.Compute(s.Out, engine)
	case isCluster:
		err = view.Cluster(s.Out, cluster)
	case isCompute:
		err = view.Compute(s.Out, engine)
	case code != nil:
		err = view.Code(s.Out, code)
	default:
		hint := diag.Suggest(name, explained())
		if hint == "" {
			hint = " `pipectl explain kinds` and `pipectl explain codes` list them."
		}
		if i := slices.IndexFunc(diag.Subjects, func(p diag.Subject) bool { return strings.HasPrefix(strings.ToUpper(name), p.Prefix) }); i >= 0 {
			hint = " `pipectl explain codes` lists them."
		}
		return usage("no kind and no code is called %q.%s", name, hint)
	}
	if err != nil {
		return refused(err)
	}
	return nil
}
