package cli

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/diagram"
	"github.com/pipectl/pipectl/cmd/internal/view"
)

// graphFormats are the forms of graph, the default first.
var graphFormats = []string{"text", "mermaid", "dot", "svg"}

type graphOptions struct {
	projectFlags
	lowering string
	path     string
	format   string
	pipeline string
}

func newGraph(s Streams) *cobra.Command {
	var o graphOptions
	cmd := &cobra.Command{
		Use:   "graph [PATH]",
		Short: "Draw a pipeline",
		Long: `Draws the DAG of each pipeline, or of the state machine in a *.asl.json file.
Dashed is what a task waits for although nobody asked, dotted what happens on
failure. DOT and SVG draw one pipeline: with several, choose with --pipeline.`,
		Example: `  pipectl graph
  pipectl graph --format svg --pipeline daily > daily.svg`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			o.path = pathArg(args, 0)
			return runGraph(s, o)
		},
	}
	o.projectFlags.add(cmd)
	addLowering(cmd, &o.lowering)
	cmd.Flags().StringVar(&o.format, "format", "text", "how to draw: text, mermaid, dot or svg")
	completes(cmd, "format", graphFormats)
	cmd.Flags().StringVar(&o.pipeline, "pipeline", "", "draw the pipeline of this `name` only")
	return cmd
}

func runGraph(s Streams, o graphOptions) error {
	if err := oneOf("lowering", o.lowering, lowerings); err != nil {
		return err
	}
	if err := oneOf("format", o.format, graphFormats); err != nil {
		return err
	}
	diagrams, err := o.diagrams(s)
	if err != nil {
		return err
	}
	if len(diagrams) != 1 && (o.format == "dot" || o.format == "svg") {
		return usage("--format %s draws one pipeline, and there are %d; choose one with --pipeline", o.format, len(diagrams))
	}
	for i, d := range diagrams {
		if i > 0 {
			if _, err := io.WriteString(s.Out, "\n"); err != nil {
				return refused(err)
			}
		}
		if _, err := io.WriteString(s.Out, draw(d, o.format)); err != nil {
			return refused(err)
		}
	}
	return nil
}

func draw(d *diagram.Diagram, format string) string {
	switch format {
	case "mermaid":
		return d.Mermaid()
	case "dot":
		return d.DOT()
	case "svg":
		return d.SVG()
	}
	return d.Text()
}

// diagrams are what there is to draw: pipelines, or a bare state machine.
func (o graphOptions) diagrams(s Streams) ([]*diagram.Diagram, error) {
	if strings.HasSuffix(o.path, ".asl.json") && !isDir(o.path) {
		src, err := readDefinition(o.path)
		if err != nil {
			return nil, err
		}
		m, err := asl.Decode(src)
		if err != nil {
			reports, err := validateMachine(o.path)
			if err != nil {
				return nil, err
			}
			if err := view.Reports(s.Err, "text", reports, version(), view.Colour(s.Err, s.Environ)); err != nil {
				return nil, refused(err)
			}
			return nil, &exit{code: ExitProblems}
		}
		return []*diagram.Diagram{m.Diagram(strings.TrimSuffix(filepath.Base(o.path), ".asl.json"))}, nil
	}
	project, diags, err := o.load(s, o.path)
	if err != nil {
		return nil, err
	}
	if err := tell(s, diags, project.Sources); err != nil {
		return nil, err
	}
	pipelines, err := pick(project, o.pipeline)
	if err != nil {
		return nil, err
	}
	var diagrams []*diagram.Diagram
	for _, p := range pipelines {
		diagrams = append(diagrams, view.Pipeline(p, o.lowering))
	}
	return diagrams, nil
}
