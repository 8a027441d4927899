package engine

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// readItems reads the items of a distributed Map from the store.
func (m *mapping) readItems() *failure {
	reader, _ := m.s.ItemReader.(asl.Object)
	field := func(o asl.Object, key string) asl.Value {
		v, _ := o.Get(key)
		return v
	}
	arguments, f := m.location(reader, "ItemReader")
	if f != nil {
		return f
	}
	config, _ := field(reader, "ReaderConfig").(asl.Object)
	most := int64(maxReaderItems)
	n, given, f := m.integer(field(config, "MaxItems"), field(config, "MaxItemsPath"), "MaxItems")
	if f != nil {
		return f
	}
	if given && n < 0 {
		return fail(errItemReader, "field MaxItems must be positive")
	}
	// None, as 0 says, is all.
	if given && n > 0 && n < most {
		most = n
	}
	store := m.t.h.w.opts.Store
	if store == nil {
		store = MemoryStore{}
	}
	bucket, key := rawField(arguments, "Bucket"), rawField(arguments, "Key")
	resource, _ := field(reader, "Resource").(asl.String)
	r := itemReader{store: store, bucket: bucket, config: config}
	var values []asl.Value
	var err error
	if strings.HasSuffix(string(resource), ":listObjectsV2") {
		m.source = "S3://" + bucket
		values, err = r.list(rawField(arguments, "Prefix"))
	} else {
		m.source = "S3://" + bucket + "/" + key
		var data []byte
		if data, err = r.get(bucket, key); err == nil {
			values, err = r.parse(rawField(config, "InputType"), data, &m.items)
		}
	}
	if err != nil {
		return fail(errItemReader, "%s", err)
	}
	for _, v := range values {
		m.items = append(m.items, item{value: v})
	}
	if int64(len(m.items)) > most {
		m.items = m.items[:most]
	}
	return nil
}

// location evaluates the Arguments or Parameters of a reader or a writer.
func (m *mapping) location(o asl.Object, field string) (asl.Object, *failure) {
	var value asl.Value
	var f *failure
	if raw, ok := o.Get("Arguments"); ok && m.v.code.jsonata {
		value, f = m.t.evaluate(raw, field+"/Arguments", env{v: m.v})
	} else if raw, ok := o.Get("Parameters"); ok {
		value, f = m.t.template(m.v, raw, m.in)
	}
	arguments, _ := value.(asl.Object)
	return arguments, f
}

func rawField(o asl.Object, key string) string {
	v, ok := o.Get(key)
	if !ok {
		return ""
	}
	return rawText(v)
}

// An itemReader makes items of objects.
type itemReader struct {
	store  Store
	bucket string
	config asl.Object
}

func (r *itemReader) get(bucket, key string) ([]byte, error) {
	data, err := r.store.Get(bucket, key)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("The specified key does not exist.")
	case err != nil:
		return nil, err
	}
	if strings.HasSuffix(key, ".gz") && bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		if data, err = io.ReadAll(io.LimitReader(z, maxReadBytes+1)); err != nil {
			return nil, err
		}
	}
	if len(data) > maxReadBytes {
		return nil, errors.New("The object is too large to be read.")
	}
	return data, nil
}

func (r *itemReader) list(prefix string) ([]asl.Value, error) {
	objects, err := r.store.List(r.bucket, prefix)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("The specified bucket does not exist.")
	case err != nil:
		return nil, err
	}
	if rawField(r.config, "Transformation") == "LOAD_AND_FLATTEN" {
		return r.flatten(objects)
	}
	values := make([]asl.Value, len(objects))
	for i, o := range objects {
		values[i] = asl.Object{
			{Key: "Etag", Value: asl.String("")},
			{Key: "Key", Value: asl.String(o.Key)},
			{Key: "LastModified", Value: asl.Number("0")},
			{Key: "Size", Value: integer(o.Size)},
			{Key: "StorageClass", Value: asl.String("STANDARD")},
		}
	}
	return values, nil
}

// flatten reads the listed objects and gives all their items as one list.
func (r *itemReader) flatten(objects []StoredObject) ([]asl.Value, error) {
	var all []asl.Value
	for _, o := range objects {
		data, err := r.get(r.bucket, o.Key)
		if err != nil {
			return nil, err
		}
		var members []item
		values, err := r.parse(rawField(r.config, "InputType"), data, &members)
		if err != nil {
			return nil, err
		}
		all = append(all, values...)
		for _, m := range members {
			all = append(all, m.value)
		}
	}
	return all, nil
}

// parse reads an object of a type. The members of a JSON object go to members.
func (r *itemReader) parse(inputType string, data []byte, members *[]item) ([]asl.Value, error) {
	switch inputType {
	case "CSV":
		return r.csv(data)
	case "JSON":
		return r.json(data, members)
	case "JSONL":
		return jsonLines(data)
	case "MANIFEST":
		return r.manifest(data)
	case "PARQUET":
		return nil, errors.New("PARQUET cannot be read locally.")
	}
	return nil, errors.New("The InputType '" + inputType + "' is not supported.")
}

func (r *itemReader) json(data []byte, members *[]item) ([]asl.Value, error) {
	v, err := asl.DecodeValue(data)
	if err != nil {
		return nil, errors.New("Could not parse JSON: " + err.Error())
	}
	if p := rawField(r.config, "ItemsPointer"); p != "" {
		at, ok := asl.Lookup(v, p)
		if !ok {
			return nil, errors.New("The ItemsPointer '" + p + "' does not refer to a value.")
		}
		v = at
	}
	switch x := v.(type) {
	case asl.Array:
		return x, nil
	case asl.Object:
		// A whole object is not iterated over; one inside it may be.
		if rawField(r.config, "ItemsPointer") == "" {
			break
		}
		for _, m := range x {
			*members = append(*members, item{value: m.Value, key: m.Key, keyed: true})
		}
		return nil, nil
	default:
	}
	return nil, errors.New("Attempting to map over non-iterable node.")
}

func jsonLines(data []byte) ([]asl.Value, error) {
	var values []asl.Value
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		v, err := asl.DecodeValue(line)
		if err != nil {
			return nil, errors.New("Could not parse JSONL: " + err.Error())
		}
		values = append(values, v)
	}
	return values, nil
}

func (r *itemReader) csv(data []byte) ([]asl.Value, error) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	reader.FieldsPerRecord = -1
	reader.LazyQuotes = true
	switch rawField(r.config, "CSVDelimiter") {
	case "PIPE":
		reader.Comma = '|'
	case "SEMICOLON":
		reader.Comma = ';'
	case "SPACE":
		reader.Comma = ' '
	case "TAB":
		reader.Comma = '\t'
	}
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, errors.New("Could not parse CSV: " + err.Error())
	}
	var headers []string
	if rawField(r.config, "CSVHeaderLocation") == "GIVEN" {
		given, _ := r.config.Get("CSVHeaders")
		list, _ := given.(asl.Array)
		for _, h := range list {
			headers = append(headers, rawText(h))
		}
	} else if len(rows) > 0 {
		headers, rows = rows[0], rows[1:]
	}
	sorted := slices.Sorted(slices.Values(headers))
	if len(slices.Compact(sorted)) != len(headers) {
		return nil, errors.New("CSV headers cannot contain duplicates.")
	}
	values := make([]asl.Value, len(rows))
	for i, row := range rows {
		o := make(asl.Object, len(headers))
		for j, h := range headers {
			cell := ""
			if j < len(row) {
				cell = row[j]
			}
			o[j] = asl.Member{Key: h, Value: asl.String(cell)}
		}
		values[i] = o
	}
	return values, nil
}

// manifest reads an S3 inventory's manifest and the files it names, or the
// list of files of an Athena result.
func (r *itemReader) manifest(data []byte) ([]asl.Value, error) {
	if rawField(r.config, "ManifestType") == "ATHENA_DATA" {
		return r.athena(data)
	}
	v, err := asl.DecodeValue(data)
	if err != nil {
		return nil, errors.New("Could not parse the manifest: " + err.Error())
	}
	o, _ := v.(asl.Object)
	schema := strings.Split(rawField(o, "fileSchema"), ",")
	bucket := strings.TrimPrefix(rawField(o, "destinationBucket"), "arn:aws:s3:::")
	if bucket == "" {
		bucket = r.bucket
	}
	list, _ := o.Get("files")
	files, _ := list.(asl.Array)
	given := make(asl.Array, len(schema))
	for i, name := range schema {
		given[i] = asl.String(strings.TrimSpace(name))
	}
	inner := itemReader{store: r.store, bucket: bucket, config: asl.Object{
		{Key: "CSVHeaderLocation", Value: asl.String("GIVEN")}, {Key: "CSVHeaders", Value: given},
	}}
	var all []asl.Value
	for _, f := range files {
		file, _ := f.(asl.Object)
		data, err := inner.get(bucket, rawField(file, "key"))
		if err != nil {
			return nil, err
		}
		values, err := inner.csv(data)
		if err != nil {
			return nil, err
		}
		all = append(all, values...)
	}
	return all, nil
}

// athena reads the files that the manifest of an Athena UNLOAD names, a URI a
// line, by their extensions.
func (r *itemReader) athena(data []byte) ([]asl.Value, error) {
	var all []asl.Value
	for line := range strings.Lines(string(data)) {
		uri := strings.Trim(strings.TrimSpace(line), `"`)
		rest, ok := strings.CutPrefix(uri, "s3://")
		bucket, key, found := strings.Cut(rest, "/")
		if !ok || !found {
			continue
		}
		data, err := r.get(bucket, key)
		if err != nil {
			return nil, err
		}
		var values []asl.Value
		switch path.Ext(strings.TrimSuffix(key, ".gz")) {
		case ".csv":
			values, err = r.csv(data)
		default:
			values, err = jsonLines(data)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, values...)
	}
	return all, nil
}
