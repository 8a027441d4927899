package engine

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

// distributed makes a machine of one distributed Map with more fields.
func distributed(fields, states string) string {
	if states == "" {
		states = `"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}`
	}
	return `{"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","End":true,` + fields +
		`,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},` + states + `}}}}`
}

func TestItemReader(t *testing.T) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write([]byte("[7]"))
	_ = z.Close()
	store := MemoryStore{"b": {
		"a.csv":    []byte("\ufeffid,name\n1,x\n2,\"y,z\"\n3\n"),
		"pipe.csv": []byte("1|x\n2|y\n"),
		"a.json":   []byte(`{"rows":{"of":[1,{"a":2}]},"by":{"k":1,"l":2}}`),
		"a.jsonl":  []byte("{\"a\":1}\n\n2\n"),
		"z.gz":     zipped.Bytes(),
		"scalar":   []byte(`3`),
		"inv/manifest.json": []byte(`{"sourceBucket":"s","destinationBucket":"arn:aws:s3:::b","fileFormat":"CSV","fileSchema":"Bucket, Key",
			"files":[{"key":"inv/1.csv"},{"key":"inv/2.csv.gz"}]}`),
		"inv/1.csv":    []byte("s,one\n"),
		"inv/2.csv.gz": []byte("s,two\n"),
		"athena.csv":   []byte("s3://b/a.jsonl\n\n\"s3://b/pipe.csv\"\n"),
		"gone.csv":     []byte("s3://b/gone\n"),
		"bad.csv":      []byte("s3://b/bad.json\n"),
		"bad.json":     []byte("{"),
		"bad.gz":       []byte("\x1f\x8bno"),
		"semi.csv":     []byte("a;b\n1;\"2"),
		"space.csv":    []byte("a b\n1 2"),
		"tab.csv":      []byte("a\tb\n1\t2"),
		"gone.json":    []byte(`{"destinationBucket":"b","fileSchema":"Key","files":[{"key":"gone"}]}`),
	}}
	tests := []struct{ name, reader, want string }{
		{"CSV", `"Arguments":{"Bucket":"b","Key":"a.csv"},"ReaderConfig":{"InputType":"CSV","CSVHeaderLocation":"FIRST_ROW"}`, `[{"id":"1","name":"x"},{"id":"2","name":"y,z"},{"id":"3","name":""}]`},
		{"given headers", `"Arguments":{"Bucket":"b","Key":"pipe.csv"},"ReaderConfig":{"InputType":"CSV","CSVDelimiter":"PIPE","CSVHeaderLocation":"GIVEN","CSVHeaders":["n","s"]}`, `[{"n":"1","s":"x"},{"n":"2","s":"y"}]`},
		{"pointer to an array", `"Arguments":{"Bucket":"b","Key":"a.json"},"ReaderConfig":{"InputType":"JSON","ItemsPointer":"/rows/of"}`, `[1,{"a":2}]`},
		{"pointer to an object", `"Arguments":{"Bucket":"b","Key":"a.json"},"ReaderConfig":{"InputType":"JSON","ItemsPointer":"/by"}`, `[{"Key":"k","Value":1},{"Key":"l","Value":2}]`},
		{"JSONL", `"Arguments":{"Bucket":"b","Key":"a.jsonl"},"ReaderConfig":{"InputType":"JSONL"}`, `[{"a":1},2]`},
		{"as many as MaxItems", `"Arguments":{"Bucket":"b","Key":"a.jsonl"},"ReaderConfig":{"InputType":"JSONL","MaxItems":"{% $states.input.n %}"}`, `[{"a":1}]`},
		{"gzip", `"Arguments":{"Bucket":"b","Key":"z.gz"},"ReaderConfig":{"InputType":"JSON"}`, `[7]`},
		{"inventory", `"Arguments":{"Bucket":"b","Key":"inv/manifest.json"},"ReaderConfig":{"InputType":"MANIFEST","ManifestType":"S3_INVENTORY"}`, `[{"Bucket":"s","Key":"one"},{"Bucket":"s","Key":"two"}]`},
		{"Athena", `"Arguments":{"Bucket":"b","Key":"athena.csv"},"ReaderConfig":{"InputType":"MANIFEST","ManifestType":"ATHENA_DATA","CSVHeaderLocation":"GIVEN","CSVHeaders":["n","s"],"CSVDelimiter":"PIPE"}`, `[{"a":1},2,{"n":"1","s":"x"},{"n":"2","s":"y"}]`},
		{"flattened", `"Resource":"arn:aws:states:::s3:listObjectsV2","Arguments":{"Bucket":"b","Prefix":"a.jsonl"},"ReaderConfig":{"InputType":"JSONL","Transformation":"LOAD_AND_FLATTEN"}`, `[{"a":1},2]`},
		{"semicolons", `"Arguments":{"Bucket":"b","Key":"semi.csv"},"ReaderConfig":{"InputType":"CSV","CSVDelimiter":"SEMICOLON","CSVHeaderLocation":"FIRST_ROW"}`, `[{"a":"1","b":"2"}]`},
		{"spaces", `"Arguments":{"Bucket":"b","Key":"space.csv"},"ReaderConfig":{"InputType":"CSV","CSVDelimiter":"SPACE","CSVHeaderLocation":"FIRST_ROW"}`, `[{"a":"1","b":"2"}]`},
		{"tabs", `"Arguments":{"Bucket":"b","Key":"tab.csv"},"ReaderConfig":{"InputType":"CSV","CSVDelimiter":"TAB","CSVHeaderLocation":"FIRST_ROW"}`, `[{"a":"1","b":"2"}]`},
		{"flattened objects", `"Resource":"arn:aws:states:::s3:listObjectsV2","Arguments":{"Bucket":"b","Prefix":"a.json"},"ReaderConfig":{"InputType":"JSON","ItemsPointer":"/by","Transformation":"LOAD_AND_FLATTEN","MaxItems":2}`, `States.ItemReaderFailed: Could not parse JSON: `},
		{"an inventory without its file", `"Arguments":{"Bucket":"b","Key":"gone.json"},"ReaderConfig":{"InputType":"MANIFEST"}`, `States.ItemReaderFailed: The specified key does not exist.`},
		{"a list without its file", `"Arguments":{"Bucket":"b","Key":"gone.csv"},"ReaderConfig":{"InputType":"MANIFEST","ManifestType":"ATHENA_DATA"}`, `States.ItemReaderFailed: The specified key does not exist.`},
		{"a list of what is no JSONL", `"Arguments":{"Bucket":"b","Key":"bad.csv"},"ReaderConfig":{"InputType":"MANIFEST","ManifestType":"ATHENA_DATA"}`, `States.ItemReaderFailed: Could not parse JSONL: `},
		{"no manifest", `"Arguments":{"Bucket":"b","Key":"bad.json"},"ReaderConfig":{"InputType":"MANIFEST"}`, `States.ItemReaderFailed: Could not parse the manifest: `},
		{"no JSON", `"Arguments":{"Bucket":"b","Key":"bad.json"},"ReaderConfig":{"InputType":"JSON"}`, `States.ItemReaderFailed: Could not parse JSON: `},
		{"no gzip", `"Arguments":{"Bucket":"b","Key":"bad.gz"},"ReaderConfig":{"InputType":"JSON"}`, `States.ItemReaderFailed: `},
		{"no type", `"Arguments":{"Bucket":"b","Key":"a.json"},"ReaderConfig":{}`, `States.ItemReaderFailed: The InputType '' is not supported.`},
		{"fewer than none", `"Arguments":{"Bucket":"b","Key":"a.jsonl"},"ReaderConfig":{"InputType":"JSONL","MaxItems":-1}`, `States.ItemReaderFailed: field MaxItems must be positive`},
		{"no number of items", `"Arguments":{"Bucket":"b","Key":"a.jsonl"},"ReaderConfig":{"InputType":"JSONL","MaxItems":"{% 'x' %}"}`, `States.QueryEvaluationError: An error occurred while executing the state 'M' (entered at the event id #2). The JSONata expression ''x'' specified for the field 'MaxItems'`},
		{"no location", `"Arguments":{"Bucket":"{% $nope %}","Key":"a.jsonl"},"ReaderConfig":{"InputType":"JSONL"}`, `States.QueryEvaluationError: An error occurred while executing the state 'M' (entered at the event id #2). The JSONata expression '$nope' specified for the field 'ItemReader/Arguments/Bucket' returned nothing (undefined).`},
		{"no object", `"Arguments":{"Bucket":"b","Key":"nope"},"ReaderConfig":{"InputType":"JSON"}`, `States.ItemReaderFailed: The specified key does not exist.`},
		{"no list", `"Arguments":{"Bucket":"b","Key":"scalar"},"ReaderConfig":{"InputType":"JSON"}`, `States.ItemReaderFailed: Attempting to map over non-iterable node.`},
		{"no such pointer", `"Arguments":{"Bucket":"b","Key":"a.json"},"ReaderConfig":{"InputType":"JSON","ItemsPointer":"/no"}`, `States.ItemReaderFailed: The ItemsPointer '/no' does not refer to a value.`},
		{"parquet", `"Arguments":{"Bucket":"b","Key":"a.json"},"ReaderConfig":{"InputType":"PARQUET"}`, `States.ItemReaderFailed: PARQUET cannot be read locally.`},
		{"twice the same header", `"Arguments":{"Bucket":"b","Key":"a.csv"},"ReaderConfig":{"InputType":"CSV","CSVHeaderLocation":"GIVEN","CSVHeaders":["a","a"]}`, `States.ItemReaderFailed: CSV headers cannot contain duplicates.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reader := tt.reader
			if !strings.Contains(reader, "Resource") {
				reader = `"Resource":"arn:aws:states:::s3:getObject",` + reader
			}
			x := run(t, distributed(`"ItemReader":{`+reader+`}`, ""), `{"n":1}`, Options{Store: store})
			if x.Status != Succeeded {
				if got := x.Error + ": " + x.Cause; !strings.HasPrefix(got, tt.want) {
					t.Errorf("%s, want %s", got, tt.want)
				}
				return
			}
			wantOutput(t, x, tt.want)
		})
	}
	x := run(t, distributed(`"ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Arguments":{"Bucket":"b","Prefix":"inv/"}},"ItemSelector":{"key":"{% $states.context.Map.Item.Value.Key %}","from":"{% $states.context.Map.Item.Source %}"}`, ""), "", Options{Store: store})
	wantOutput(t, x, `[{"key":"inv/1.csv","from":"S3://b"},{"key":"inv/2.csv.gz","from":"S3://b"},{"key":"inv/manifest.json","from":"S3://b"}]`)
}

// A directory stands for S3: a directory a bucket.
func TestReadDirectory(t *testing.T) {
	dir := DirStore(t.TempDir())
	for key, data := range map[string]string{"in/2.json": "[3]", "in/1.json": "[1,2]", "other": "[4]"} {
		if err := dir.Put("b", key, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	read := func(reader string) *Execution {
		return run(t, distributed(`"ItemReader":{`+reader+`}`, ""), "", Options{Store: dir})
	}
	wantOutput(t, read(`"Resource":"arn:aws:states:::s3:getObject","Arguments":{"Bucket":"b","Key":"in/1.json"},"ReaderConfig":{"InputType":"JSON"}`), `[1,2]`)
	wantOutput(t, read(`"Resource":"arn:aws:states:::s3:listObjectsV2","Arguments":{"Bucket":"b","Prefix":"in/"},"ReaderConfig":{"InputType":"JSON","Transformation":"LOAD_AND_FLATTEN"}`), `[1,2,3]`)
	for reader, want := range map[string]string{
		`"Resource":"arn:aws:states:::s3:listObjectsV2","Arguments":{"Bucket":"none"}`:                                                 "The specified bucket does not exist.",
		`"Resource":"arn:aws:states:::s3:getObject","Arguments":{"Bucket":"b","Key":"none"},"ReaderConfig":{"InputType":"JSON"}`:       "The specified key does not exist.",
		`"Resource":"arn:aws:states:::s3:getObject","Arguments":{"Bucket":"b","Key":"../b/other"},"ReaderConfig":{"InputType":"JSON"}`: "open b/../b/other: invalid argument",
	} {
		if x := read(reader); x.Error != "States.ItemReaderFailed" || x.Cause != want {
			t.Errorf("%s\n\t%s: %s, want %s", reader, x.Error, x.Cause, want)
		}
	}
}

func TestItemBatcherFails(t *testing.T) {
	for batcher, want := range map[string]string{
		`"MaxItemsPerBatch":0`:                "The MaxItemsPerBatch field must be a positive integer, but was: 0",
		`"MaxItemsPerBatch":1.5`:              "The MaxItemsPerBatch field is not a valid integer: 1.5",
		`"MaxInputBytesPerBatch":262145`:      "The MaxInputBytesPerBatch field must be between 1 and 262144, but was: 262145",
		`"MaxInputBytesPerBatch":"{% 'x' %}"`: "The JSONata expression ''x'' specified for the field 'MaxInputBytesPerBatch' returned an unexpected result type. Expected 'number', but was 'string' for value: \"x\"",
		`"BatchInput":{"n":"{% $nope %}"}`:    "The JSONata expression '$nope' specified for the field 'ItemBatcher/BatchInput/n' returned nothing (undefined).",
	} {
		x := run(t, distributed(`"Items":[1],"ItemBatcher":{`+batcher+`}`, ""), "", Options{})
		if x.Status != Failed || !strings.HasSuffix(x.Cause, want) {
			t.Errorf("%s: %s: %s, want %s", batcher, x.Error, x.Cause, want)
		}
		if r := x.MapRuns[0]; r.Status != Failed || r.End.IsZero() {
			t.Errorf("%s: the Map Run is %s", batcher, r.Status)
		}
	}
}

// The settings of a distributed Map in JSONPath, by paths.
func TestMapRunPaths(t *testing.T) {
	src := `{"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemsPath":"$.items","MaxConcurrencyPath":"$.n","ToleratedFailureCountPath":"$.count","ToleratedFailurePercentagePath":"$.percent",
		"ItemBatcher":{"MaxItemsPerBatchPath":"$.n","MaxInputBytesPerBatchPath":"$.bytes","BatchInput":{"of.$":"$.n"}},
		"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}}}}`
	x := run(t, src, `{"items":[1,2,3],"n":2,"count":"1","percent":12.5,"bytes":100}`, Options{})
	wantOutput(t, x, `[{"BatchInput":{"of":2},"Items":[1,2]},{"BatchInput":{"of":2},"Items":[3]}]`)
	if r := x.MapRuns[0]; r.MaxConcurrency != 2 || r.ToleratedFailureCount != 1 || r.ToleratedFailurePercentage != 12.5 {
		t.Errorf("Map Run %+v", r)
	}
	for input, want := range map[string]string{
		`{"items":[1],"n":2,"count":-1,"percent":0,"bytes":9}`:  "ToleratedFailureCount cannot be negative.",
		`{"items":[1],"n":2,"count":1,"percent":101,"bytes":9}`: "ToleratedFailurePercentage must be between 0 and 100.",
		`{"items":[1],"n":2,"count":1,"percent":"x","bytes":9}`: `The ToleratedFailurePercentagePath field refers to value "x" which is not a valid float: $.percent`,
		`{"items":[1],"n":2,"count":[],"percent":1,"bytes":9}`:  `The ToleratedFailureCountPath field refers to value "[]" which is not a valid integer: $.count`,
		`{"items":[1],"n":2,"count":1,"percent":1}`:             `Invalid path '$.bytes' : No results for path: $['bytes']`,
	} {
		if x := run(t, src, input, Options{}); x.Status != Failed || !strings.HasSuffix(x.Cause, want) {
			t.Errorf("%s: %s: %s, want %s", input, x.Error, x.Cause, want)
		}
	}
}

func TestItemBatcher(t *testing.T) {
	tests := []struct{ name, batcher, want string }{
		{"by number", `"MaxItemsPerBatch":2`, `[{"Items":[11,12]},{"Items":[13,14]},{"Items":[15]}]`},
		{"with an input", `"MaxItemsPerBatch":4,"BatchInput":{"n":"{% $states.input.n %}"}`, `[{"BatchInput":{"n":3},"Items":[11,12,13,14]},{"BatchInput":{"n":3},"Items":[15]}]`},
		{"by size", `"MaxInputBytesPerBatch":20`, `[{"Items":[11,12,13]},{"Items":[14,15]}]`},
		{"an expression", `"MaxItemsPerBatch":"{% $states.input.n %}"`, `[{"Items":[11,12,13]},{"Items":[14,15]}]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := run(t, distributed(`"Items":"{% [11,12,13,14,15] %}","ItemBatcher":{`+tt.batcher+`}`, ""), `{"n":3}`, Options{})
			wantOutput(t, x, tt.want)
			for _, e := range x.MapRuns[0].Executions {
				if n := len(asl.AppendValue(nil, e.Input, -1)); tt.name == "by size" && n > 20 {
					t.Errorf("a batch of %d bytes: %s", n, brief(e.Input))
				}
			}
		})
	}
}

func TestTolerance(t *testing.T) {
	// Items below zero fail.
	states := `"StartAt":"T","States":{"T":{"Type":"Task","Resource":"r","Arguments":"{% $states.input %}","End":true}}`
	task := func(c Call) Outcome {
		if strings.HasPrefix(brief(c.Arguments), "-") {
			return Outcome{Error: "Negative", Cause: brief(c.Arguments), Takes: time.Second}
		}
		return Outcome{Output: c.Arguments, Takes: 2 * time.Second}
	}
	for fields, want := range map[string]Status{
		`"MaxConcurrency":10`:                                                   Failed,
		`"ToleratedFailureCount":1`:                                             Failed,
		`"ToleratedFailureCount":2`:                                             Succeeded,
		`"ToleratedFailurePercentage":49.9`:                                     Failed,
		`"ToleratedFailurePercentage":"{% 50 %}"`:                               Succeeded,
		`"ToleratedFailurePercentage":100,"ToleratedFailureCount":1`:            Failed,
		`"ToleratedFailurePercentage":100,"ItemBatcher":{"MaxItemsPerBatch":1}`: Succeeded,
	} {
		x := run(t, distributed(`"Items":"{% [1,-2,3,-4] %}",`+fields, states), "", Options{Task: task})
		if x.Status != want {
			t.Errorf("%s: %s %s, want %s", fields, x.Status, x.Error, want)
		}
		r := x.MapRuns[0]
		if r.Status != want || r.Items != 4 {
			t.Errorf("%s: Map Run of %d items is %s", fields, r.Items, r.Status)
		}
		if want == Failed && (x.Error != "States.ExceedToleratedFailureThreshold" || x.End.Sub(x.Start) != time.Second) {
			t.Errorf("%s: failed with %s after %s", fields, x.Error, x.End.Sub(x.Start))
		}
		for _, e := range r.Executions {
			if e.Status == Running {
				t.Errorf("%s: child %s still runs", fields, e.Name)
			}
		}
	}
}

func TestMapRunHistories(t *testing.T) {
	x := run(t, distributed(`"Items":"{% {'a':1,'b':2} %}","Label":"pairs","MaxConcurrency":1`,
		`"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":5,"Next":"S"},"S":{"Type":"Pass","Output":"{% $states.context.StateMachine.Name & $states.input.Key %}","End":true}}`), "", Options{})
	wantOutput(t, x, `["machine/pairsa","machine/pairsb"]`)
	want := []string{"ExecutionStarted", "MapStateEntered M", "MapStateStarted", "MapRunStarted", "MapRunSucceeded", "MapStateSucceeded", "MapStateExited M", "ExecutionSucceeded"}
	if d := cmp.Diff(want, types(x)); d != "" {
		t.Errorf("events (-want +got):\n%s", d)
	}
	r := x.MapRuns[0]
	if len(r.Executions) != 2 || r.End.Sub(r.Start) != 10*time.Second || !strings.Contains(r.ARN, ":mapRun:machine/pairs:") {
		t.Errorf("Map Run %s of %d executions took %s", r.ARN, len(r.Executions), r.End.Sub(r.Start))
	}
	want = []string{"ExecutionStarted", "WaitStateEntered W", "WaitStateExited W", "PassStateEntered S", "PassStateExited S", "ExecutionSucceeded"}
	if d := cmp.Diff(want, types(r.Executions[1])); d != "" {
		t.Errorf("events of a child (-want +got):\n%s", d)
	}
	if !strings.Contains(r.Executions[1].ARN, ":execution:machine/pairs:") {
		t.Errorf("child %s", r.Executions[1].ARN)
	}
}

func TestChildrenSeeNoOuterVariables(t *testing.T) {
	x := run(t, `{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"x":1},"Next":"M"},
		"M":{"Type":"Map","Items":"{% [1] %}","End":true,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"I","States":{"I":{"Type":"Pass","Output":"{% $exists($x) %}","End":true}}}}}}`, "", Options{})
	wantOutput(t, x, `[false]`)
}

func TestAbortReachesChildren(t *testing.T) {
	x := run(t, `{"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
		{"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.items","MaxConcurrency":2,"End":true,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}}}},
		{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"r","End":true}}}]}}}`, `{"items":[1,2,3]}`, Options{Task: failing("Boom")})
	if x.Error != "Boom" {
		t.Fatalf("%s %s", x.Status, x.Error)
	}
	list := x.MapRuns[0].Executions
	for i, e := range list[:2] {
		if e.Status != Aborted || e.End.Sub(e.Start) != time.Second {
			t.Errorf("child %d is %s", i, e.Status)
		}
	}
	if list[2] != nil {
		t.Errorf("the third child started: %s", list[2].Status)
	}
}

func TestResultWriter(t *testing.T) {
	stores := map[string]Store{"memory": MemoryStore{}, "directory": DirStore(t.TempDir())}
	states := `"StartAt":"T","States":{"T":{"Type":"Task","Resource":"r","Arguments":"{% $states.input %}","End":true}}`
	task := func(c Call) Outcome {
		if brief(c.Arguments) == "2" {
			return Outcome{Error: "Two"}
		}
		return Outcome{Output: asl.Array{c.Arguments}}
	}
	for name, store := range stores {
		for config, want := range map[string]string{
			`{"Transformation":"COMPACT"}`:                      `[[1],[3]]`,
			`{"Transformation":"FLATTEN"}`:                      `[1,3]`,
			`{"Transformation":"FLATTEN","OutputType":"JSONL"}`: "1\n3\n",
			`{}`: `"Status":"SUCCEEDED"`,
		} {
			x := run(t, distributed(`"Items":"{% [1,2,3] %}","ToleratedFailureCount":1,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Arguments":{"Bucket":"out","Prefix":"to/"},"WriterConfig":`+config+`}`, states), "",
				Options{Task: task, Store: store, Seed: uint64(len(config))})
			if x.Status != Succeeded {
				t.Fatalf("%s %s: %s", name, x.Error, x.Cause)
			}
			details, _ := x.Output.(asl.Object).Get("ResultWriterDetails")
			key := rawField(details.(asl.Object), "Key")
			base := strings.TrimSuffix(key, "manifest.json")
			if !strings.HasPrefix(key, "to/") || base == key {
				t.Errorf("%s: manifest at %s", name, key)
			}
			list, err := store.List("out", base)
			if err != nil || len(list) != 3 || list[0].Key != base+"FAILED_0.json" || list[1].Key != base+"SUCCEEDED_0.json" {
				t.Fatalf("%s: stored %v, %v", name, list, err)
			}
			data, err := store.Get("out", base+"SUCCEEDED_0.json")
			if err != nil || !strings.Contains(string(data), want) {
				t.Errorf("%s: results %s, want %s", name, data, want)
			}
			if failed, _ := store.Get("out", base+"FAILED_0.json"); !strings.Contains(string(failed), `"Error":"Two"`) {
				t.Errorf("%s: failures %s", name, failed)
			}
		}
	}
	x := run(t, distributed(`"Items":"{% [1,3] %}","ResultWriter":{"WriterConfig":{"Transformation":"FLATTEN","OutputType":"JSON"}}`, states), "", Options{Task: task})
	wantOutput(t, x, `[1,3]`)
	x = run(t, distributed(`"Items":"{% [1] %}","ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Arguments":{"Bucket":"out"}}`, states), "", Options{Task: task})
	if x.Error != "States.ResultWriterFailed" {
		t.Errorf("no store: %s %s", x.Status, x.Error)
	}
}

// A Map Run that fails has its results written too, with what never began.
func TestResultWriterOfFailure(t *testing.T) {
	store := MemoryStore{}
	x := run(t, distributed(`"Items":"{% [1,2,3,4] %}","MaxConcurrency":2,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Arguments":{"Bucket":"out","Prefix":"p"}}`,
		`"StartAt":"T","States":{"T":{"Type":"Task","Resource":"r","Arguments":"{% $states.input %}","End":true}}`), "", Options{Store: store, Task: func(c Call) Outcome {
		switch brief(c.Arguments) {
		case "1":
			return Outcome{Output: asl.String("one"), Takes: time.Second}
		case "2":
			return Outcome{Error: "Two", Takes: 2 * time.Second}
		}
		return Outcome{Takes: time.Minute}
	}})
	if x.Error != "States.ExceedToleratedFailureThreshold" {
		t.Fatalf("%s %s: %s", x.Status, x.Error, x.Cause)
	}
	for name, want := range map[string][]string{
		"SUCCEEDED_0.json": {`"Output":"\"one\""`}, "FAILED_0.json": {`"Error":"Two"`, `"Status":"ABORTED"`},
		"PENDING_0.json": {`[{"Input":"4","InputDetails":{"Included":true},"Status":"PENDING"}]`}, "manifest.json": {"FAILED_0.json", "PENDING_0.json"},
	} {
		id := x.MapRuns[0].ARN[strings.LastIndexByte(x.MapRuns[0].ARN, ':')+1:]
		data, err := store.Get("out", "p/"+id+"/"+name)
		for _, part := range want {
			if err != nil || !strings.Contains(string(data), part) {
				t.Errorf("%s: %v, %s, want %s in it", name, err, data, part)
			}
		}
	}
}

func TestStores(t *testing.T) {
	for name, s := range map[string]Store{"memory": MemoryStore{}, "directory": DirStore(t.TempDir())} {
		if _, err := s.Get("b", "k"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: Get of nothing: %v", name, err)
		}
		for i, key := range []string{"p/b", "p/a", "q"} {
			if err := s.Put("b", key, fmt.Append(nil, i)); err != nil {
				t.Fatal(err)
			}
		}
		if data, err := s.Get("b", "p/a"); err != nil || string(data) != "1" {
			t.Errorf("%s: Get gives %q, %v", name, data, err)
		}
		list, err := s.List("b", "p/")
		if d := cmp.Diff([]StoredObject{{"p/a", 1}, {"p/b", 1}}, list); err != nil || d != "" {
			t.Errorf("%s: List: %v (-want +got):\n%s", name, err, d)
		}
	}
	for _, key := range []string{"../x", "/etc/passwd", "a/../../x"} {
		if _, err := DirStore("d").Get("b", key); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("Get of %s: %v", key, err)
		}
	}
	if err := MemoryStore(nil).Put("b", "k", nil); err == nil {
		t.Error("a nil MemoryStore takes an object")
	}
}
