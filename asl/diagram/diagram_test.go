package diagram_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/asl/diagram"
	"github.com/pipectl/pipectl/internal/golden"
)

func node(id, note string) diagram.Node { return diagram.Node{ID: id, Note: note} }

func box(id, note string, body diagram.Part) diagram.Box {
	return diagram.Box{Cluster: diagram.Cluster{ID: id, Note: note}, Body: body}
}

// diagrams are what the archives of testdata draw.
var diagrams = map[string]*diagram.Diagram{
	// A pipeline of twelve tasks as `pipectl graph` shows it.
	"pipeline": diagram.New("forecast_lake", diagram.Seq{
		node("source", "lambda"),
		diagram.Par{
			node("catalog_landing", "glue_crawler"),
			diagram.Seq{node("to_parquet", "glue_job"), diagram.Par{
				node("catalog_refined", "glue_crawler"),
				node("check_quality", "athena_query"),
			}},
		},
		box("train", "stage", diagram.Seq{
			node("features", "glue_job"),
			diagram.Par{node("fit", "sagemaker_training"), node("baseline", "lambda")},
			node("compare", "lambda"),
		}),
		diagram.Par{node("forecast", "sagemaker_transform"), node("create_view", "athena_query")},
		node("publish", "sns_publish"),
		diagram.Box{Cluster: diagram.Cluster{ID: "on_failure", Line: diagram.Dotted}, Body: node("tell", "sns_publish")},
		box("finally", "", node("journal", "dynamodb_put")),
	}, diagram.Edge{From: "catalog_landing", To: "catalog_refined", Line: diagram.Dashed}),

	// A machine with a loop, decisions and an execution's statuses.
	"machine": {
		Nodes: []diagram.Node{
			{ID: "start", Shape: diagram.Start, Status: diagram.Succeeded},
			{ID: "crawl-start", Note: "Task", Status: diagram.Succeeded},
			{ID: "crawl-wait", Note: "Wait", Status: diagram.Succeeded},
			{ID: "crawl-look", Note: "Task", Status: diagram.Caught},
			{ID: "crawl-done", Label: "done?", Shape: diagram.Choice, Status: diagram.Succeeded},
			{ID: "load", Note: "Task", Status: diagram.Running, In: "regions"},
			{ID: "verify", Note: "Task", Status: diagram.Waiting, In: "regions"},
			{ID: "failed", Note: "Fail", Status: diagram.Failed},
			{ID: "skip", Note: "Pass", Status: diagram.Skipped},
			{ID: "end", Shape: diagram.End},
		},
		Clusters: []diagram.Cluster{{ID: "regions", Note: "Map", Status: diagram.Running}},
		Edges: []diagram.Edge{
			{From: "start", To: "crawl-start"},
			{From: "crawl-start", To: "crawl-wait"},
			{From: "crawl-wait", To: "crawl-look"},
			{From: "crawl-look", To: "crawl-done"},
			{From: "crawl-look", To: "crawl-look", Label: "retry"},
			{From: "crawl-done", To: "crawl-wait", Label: "running"},
			{From: "crawl-done", To: "regions", Label: "succeeded"},
			{From: "crawl-done", To: "skip", Label: "nothing to do"},
			{From: "crawl-start", To: "failed", Line: diagram.Dotted, Label: "Glue.EntityNotFoundException"},
			{From: "load", To: "verify"},
			{From: "regions", To: "end"},
			{From: "skip", To: "end"},
		},
	},

	// Parts that are empty, names that the formats must escape, many edges
	// that meet, and an edge into a box.
	"corners": diagram.New(`<"quoted" & 世界>`, diagram.Seq{
		diagram.Seq{},
		diagram.Par{node("a", ""), node("b", ""), node("c", "")},
		diagram.Par{
			node("end", `a "note" with <b> & \`),
			diagram.Box{Cluster: diagram.Cluster{ID: "empty", Line: diagram.Dashed}},
			box("a_box_with_a_name_much_longer_than_what_is_in_it", "stage", node("deep", "")),
			diagram.Par{node("an-other", ""), node("an_other", "")},
		},
		diagram.Par{diagram.Seq{node("one", "")}},
	}, diagram.Edge{From: "a", To: "deep", Line: diagram.Dashed, Label: "#1"}),
}

func TestForms(t *testing.T) {
	golden.Run(t, "testdata/*.txtar", func(t *testing.T, a *golden.Archive) {
		d := diagrams[a.Name]
		if d == nil {
			t.Fatalf("no diagram is called %s", a.Name)
		}
		a.Output("out/text", []byte(d.Text()))
		a.Output("out/mermaid", []byte(d.Mermaid()))
		a.Output("out/dot", []byte(d.DOT()))
		a.Output("out/svg", []byte(d.SVG()))
	})
}

// What has no nested form says what it comes after, wherever it stands; what is
// inside of it and beside it does not.
func TestLooseText(t *testing.T) {
	d := diagram.New("ring", diagram.Seq{
		diagram.Loose{
			node("a", "task"),
			box("b", "stage", diagram.Seq{node("b1", ""), node("b2", "")}),
		},
		diagram.Par{
			node("c", ""),
			diagram.Loose{node("d", ""), node("e", "")},
		},
	}, diagram.Edge{From: "a", To: "b"}, diagram.Edge{From: "b", To: "a"}, diagram.Edge{From: "e", To: "d", Label: "again"})
	want := `ring
├── a (task), after b
├── b (stage), after a
│   ├── b1
│   └── b2
└── in parallel
    ├── c
    └── not nested
        ├── d, after e [again]
        └── e
`
	if diff := cmp.Diff(want, d.Text()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Any diagram can be drawn, the same each time, as well-formed XML.
func TestAnyDiagram(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawn(t)
		svg, text, dot, mermaid := d.SVG(), d.Text(), d.DOT(), d.Mermaid()
		for range 3 {
			if d.SVG() != svg || d.Text() != text || d.DOT() != dot || d.Mermaid() != mermaid {
				t.Fatal("two drawings differ")
			}
		}
		wellFormed(t, svg)
	})
}

func wellFormed(t interface{ Fatalf(string, ...any) }, svg string) {
	dec := xml.NewDecoder(bytes.NewReader([]byte(svg)))
	for {
		_, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
	}
}

// drawn is a diagram of some nodes in some clusters, with edges any way.
func drawn(t *rapid.T) *diagram.Diagram {
	d := &diagram.Diagram{Title: rapid.String().Draw(t, "title")}
	ids := []string{}
	clusters := []string{""}
	for i := range rapid.IntRange(0, 3).Draw(t, "clusters") {
		id := string(rune('A' + i))
		in := rapid.SampledFrom(clusters).Draw(t, "in")
		d.Clusters = append(d.Clusters, diagram.Cluster{ID: id, In: in, Line: diagram.Line(rapid.IntRange(0, 2).Draw(t, "line"))})
		clusters, ids = append(clusters, id), append(ids, id)
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "nodes") {
		id := string(rune('a' + i))
		d.Nodes = append(d.Nodes, diagram.Node{
			ID: id, Label: rapid.String().Draw(t, "label"), In: rapid.SampledFrom(clusters).Draw(t, "in"),
			Shape: diagram.Shape(rapid.IntRange(0, 4).Draw(t, "shape")), Status: diagram.Status(rapid.IntRange(0, 6).Draw(t, "status")),
		})
		ids = append(ids, id)
	}
	if len(ids) > 0 {
		for range rapid.IntRange(0, 12).Draw(t, "edges") {
			d.Edges = append(d.Edges, diagram.Edge{
				From: rapid.SampledFrom(ids).Draw(t, "from"), To: rapid.SampledFrom(ids).Draw(t, "to"),
				Label: rapid.SampledFrom([]string{"", "if"}).Draw(t, "label"), Line: diagram.Line(rapid.IntRange(0, 2).Draw(t, "line")),
			})
		}
	}
	return d
}
