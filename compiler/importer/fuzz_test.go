package importer

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/pipectl/pipectl/asl"
)

// Whatever is a machine is imported: as a source that parses and is formatted,
// and that compiles, or else there are diagnostics.
func FuzzImport(f *testing.F) {
	files, err := filepath.Glob("../../testdata/import/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(a.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		m, err := asl.Decode(src)
		if err != nil {
			return
		}
		res := Import(m, Options{Name: m.Comment})
		if _, diags := hclsyntax.ParseConfig(res.Source, "main.pipe.hcl", hcl.InitialPos); diags.HasErrors() {
			t.Fatalf("it does not parse: %v\n%s", diags, res.Source)
		}
		if got := hclwrite.Format(res.Source); !bytes.Equal(got, res.Source) {
			t.Fatalf("it would be formatted otherwise:\n%s", res.Source)
		}
	})
}

// Machines with members taken away, and with texts and numbers in each other's
// place, are imported too.
func FuzzImportChanged(f *testing.F) {
	files, err := filepath.Glob("../../testdata/import/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	var machines []asl.Value
	for i, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		v, err := asl.DecodeValue(a.Files[0].Data)
		if err != nil {
			f.Fatal(err)
		}
		machines = append(machines, v)
		f.Add(uint8(i), []byte{3, 1, 4, 1, 5, 9, 2, 6})
	}
	f.Fuzz(func(t *testing.T, which uint8, edits []byte) {
		v := machines[int(which)%len(machines)]
		for i := 0; i+2 < len(edits) && i < 24; i += 3 {
			v = changed(v, int(edits[i]), int(edits[i+1]), int(edits[i+2]))
		}
		m, err := asl.FromValue(v)
		if err != nil {
			return
		}
		res := Import(m, Options{})
		if _, diags := hclsyntax.ParseConfig(res.Source, "main.pipe.hcl", hcl.InitialPos); diags.HasErrors() {
			t.Fatalf("it does not parse: %v\n%s", diags, res.Source)
		}
	})
}

// changed is a value with its nth part, of those within, taken away or in the
// place of another.
func changed(v asl.Value, n, other, how int) asl.Value {
	var all []asl.Value
	var gather func(v asl.Value)
	gather = func(v asl.Value) {
		switch x := v.(type) {
		case asl.Object:
			for _, m := range x {
				all = append(all, m.Value)
				gather(m.Value)
			}
		case asl.Array:
			for _, i := range x {
				all = append(all, i)
				gather(i)
			}
		}
	}
	gather(v)
	if len(all) == 0 {
		return v
	}
	at := 0
	n, other = (n*7+how)%len(all), (other*5+how)%len(all)
	var walk func(v asl.Value) (asl.Value, bool)
	walk = func(v asl.Value) (asl.Value, bool) {
		switch x := v.(type) {
		case asl.Object:
			var out asl.Object
			for _, m := range x {
				w, keep := walkOne(m.Value, &at, n, all[other], how, walk)
				if keep {
					out = append(out, asl.Member{Key: m.Key, Value: w})
				}
			}
			return out, true
		case asl.Array:
			out := asl.Array{}
			for _, i := range x {
				w, keep := walkOne(i, &at, n, all[other], how, walk)
				if keep {
					out = append(out, w)
				}
			}
			return out, true
		}
		return v, true
	}
	out, _ := walk(v)
	return out
}

func walkOne(v asl.Value, at *int, n int, with asl.Value, how int, walk func(asl.Value) (asl.Value, bool)) (asl.Value, bool) {
	*at++
	if *at-1 == n {
		return with, how%3 > 0
	}
	return walk(v)
}

// The files of Dataflow Runner are read, or refused.
func FuzzImportRunner(f *testing.F) {
	f.Add([]byte(`{"data":{"name":"n","roles":{"jobflow":"j","service":"s"},"ec2":{"amiVersion":"5.9.0","instances":{"master":{"type":"m4.large"},"core":{"type":"m4.large","count":2},"task":{"type":"m4.large","count":1,"bid":"0.1"}}}}}`),
		[]byte(`{"data":{"steps":[{"type":"CUSTOM_JAR","name":"a","actionOnFailure":"CONTINUE","jar":"a.jar","arguments":["{{.x}}","{{nowWithFormat \"2006-01-02\"}}"]}]}}`))
	f.Add([]byte(runnerClusterText), []byte(runnerPlaybookText))
	f.Fuzz(func(t *testing.T, cluster, playbook []byte) {
		res, err := ImportRunner(cluster, playbook, Options{})
		if err != nil {
			return
		}
		if _, diags := hclsyntax.ParseConfig(res.Source, "main.pipe.hcl", hcl.InitialPos); diags.HasErrors() {
			t.Fatalf("it does not parse: %v\n%s", diags, res.Source)
		}
	})
}
