package pipetest

import (
	"errors"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// The reader of a distributed map is mocked by the map's name: what it reads,
// wherever and in whatever form, is the list that a mock gives. The machine is
// made to read one JSON object instead, whose bucket names the map.

const mockBucket = "mock of "

// mockReader makes a Map read what a mock gives.
func mockReader(name string, s *asl.Map) {
	config := asl.Object{{Key: "InputType", Value: asl.String("JSON")}}
	if old, ok := s.ItemReader.(asl.Object); ok {
		c, _ := old.Get("ReaderConfig")
		if o, ok := c.(asl.Object); ok {
			if most, ok := o.Get("MaxItems"); ok {
				config = append(config, asl.Member{Key: "MaxItems", Value: most})
			}
		}
	}
	s.ItemReader = asl.Object{
		{Key: "Resource", Value: asl.String("arn:aws:states:::s3:getObject")},
		{Key: "ReaderConfig", Value: config},
		{Key: "Arguments", Value: asl.Object{{Key: "Bucket", Value: asl.String(mockBucket + name)}, {Key: "Key", Value: asl.String("items")}}},
	}
}

// A mockStore reads from mocks and writes into memory.
type mockStore struct {
	engine.MemoryStore
	r *running
}

// Get gives the items that a mock of a map has, as JSON.
func (s mockStore) Get(bucket, key string) ([]byte, error) {
	name, ok := strings.CutPrefix(bucket, mockBucket)
	if !ok {
		return s.MemoryStore.Get(bucket, key)
	}
	m, passed := s.r.pick(name, asl.Object{})
	switch {
	case m == nil && s.r.opts.Stub:
		return []byte("[]"), nil
	case m == nil:
		s.r.missing(nil, name, nil, passed)
		s.r.out.Missing.Kind = "map"
		s.r.out.Missing.Example = asl.Array{}
		return nil, errors.New("no mock has the items of " + name)
	case m.Error != "":
		return nil, errors.New(m.Cause)
	}
	items, ok := m.Output.(asl.Array)
	if !ok {
		s.r.out.Contradiction = &Contradiction{Mock: m, Name: name, Text: "The output of the mock of a map is the list of items that its reader reads."}
		s.r.stop()
		return nil, errors.New("no list")
	}
	return asl.AppendValue(nil, items, -1), nil
}
