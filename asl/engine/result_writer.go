package engine

import (
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// A writer is a ResultWriter, its fields evaluated.
type writer struct {
	export         bool
	bucket, prefix string
	transformation string // NONE, COMPACT or FLATTEN
	lines          bool   // JSONL
}

func (m *mapping) prepareWriter() (writer, *failure) {
	w := writer{transformation: "COMPACT"}
	o, ok := m.s.ResultWriter.(asl.Object)
	if !ok || len(o) == 0 {
		return w, nil
	}
	_, w.export = o.Get("Resource")
	if w.export {
		w.transformation = "NONE"
		location, f := m.location(o, "ResultWriter")
		if f != nil {
			return w, f
		}
		w.bucket = rawField(location, "Bucket")
		w.prefix = strings.TrimSuffix(rawField(location, "Prefix"), "/")
	}
	raw, _ := o.Get("WriterConfig")
	if config, ok := raw.(asl.Object); ok {
		if s := rawField(config, "Transformation"); s != "" {
			w.transformation = s
		}
		w.lines = rawField(config, "OutputType") == "JSONL"
	}
	return w, nil
}

// export writes what became of the children of a Map Run, and gives the state's
// result, which says where that is.
func (m *mapping) export(w writer, c *children) (asl.Value, *failure) {
	run := c.run
	var succeeded, failed, pending asl.Array
	for i, x := range run.Executions {
		switch {
		case x == nil: // the run failed before its turn
			pending = append(pending, asl.Object{
				{Key: "Input", Value: text(c.batches[i].input)}, {Key: "InputDetails", Value: included}, {Key: "Status", Value: asl.String("PENDING")},
			})
		case x.Status == Succeeded:
			succeeded = w.add(succeeded, x)
		default:
			failed = append(failed, summary(x))
		}
	}
	store := m.t.h.w.opts.Store
	if store == nil {
		return nil, fail(errResultWriter, "There is no store to write results to.")
	}
	base := run.ARN[strings.LastIndexByte(run.ARN, ':')+1:]
	if w.prefix != "" {
		base = w.prefix + "/" + base
	}
	files := asl.Object{}
	for _, part := range []struct {
		name  string
		items asl.Array
	}{{"FAILED", failed}, {"PENDING", pending}, {"SUCCEEDED", succeeded}} {
		entries := asl.Array{}
		if len(part.items) > 0 {
			key, data := base+"/"+part.name+"_0.json", w.encode(part.items)
			if err := store.Put(w.bucket, key, data); err != nil {
				return nil, fail(errResultWriter, "%s", err)
			}
			entries = append(entries, asl.Object{
				{Key: "Key", Value: asl.String(key)}, {Key: "Size", Value: integer(int64(len(data)))},
			})
		}
		put(&files, part.name, entries)
	}
	manifest := asl.Object{
		{Key: "DestinationBucket", Value: asl.String(w.bucket)},
		{Key: "MapRunArn", Value: asl.String(run.ARN)},
		{Key: "ResultFiles", Value: files},
	}
	key := base + "/manifest.json"
	if err := store.Put(w.bucket, key, asl.AppendValue(nil, manifest, -1)); err != nil {
		return nil, fail(errResultWriter, "%s", err)
	}
	return asl.Object{
		{Key: "MapRunArn", Value: asl.String(run.ARN)},
		{Key: "ResultWriterDetails", Value: asl.Object{
			{Key: "Bucket", Value: asl.String(w.bucket)}, {Key: "Key", Value: asl.String(key)},
		}},
	}, nil
}

// add appends a child's result as the transformation has it.
func (w writer) add(list asl.Array, x *Execution) asl.Array {
	switch w.transformation {
	case "NONE":
		return append(list, summary(x))
	case "FLATTEN":
		if items, ok := x.Output.(asl.Array); ok {
			return append(list, items...)
		}
	}
	return append(list, x.Output)
}

func (w writer) encode(items asl.Array) []byte {
	if !w.lines {
		return asl.AppendValue(nil, items, -1)
	}
	var data []byte
	for _, item := range items {
		data = append(asl.AppendValue(data, item, -1), '\n')
	}
	return data
}

var included = asl.Object{{Key: "Included", Value: asl.Bool(true)}}

// summary is what a result file tells of a child execution.
func summary(x *Execution) asl.Object {
	o := asl.Object{{Key: "ExecutionArn", Value: asl.String(x.ARN)}}
	if x.HasError {
		put(&o, "Error", asl.String(x.Error))
	}
	if x.HasCause {
		put(&o, "Cause", asl.String(x.Cause))
	}
	put(&o, "Input", text(x.Input))
	put(&o, "InputDetails", included)
	put(&o, "Name", asl.String(x.Name))
	if x.Output != nil {
		put(&o, "Output", text(x.Output))
		put(&o, "OutputDetails", included)
	}
	put(&o, "RedriveCount", asl.Number("0"))
	put(&o, "StartDate", timestamp(x.Start))
	put(&o, "StateMachineArn", asl.String(x.MachineARN))
	put(&o, "Status", asl.String(x.Status))
	put(&o, "StopDate", timestamp(x.End))
	return o
}
