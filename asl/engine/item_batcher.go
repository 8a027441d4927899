package engine

import (
	"github.com/pipectl/pipectl/asl"
)

// batch makes the inputs of the child executions of those of the items: one
// each, or as ItemBatcher says.
func (m *mapping) batch(inputs []asl.Value) ([]batch, *failure) {
	batches := make([]batch, 0, len(inputs))
	if m.s.ItemBatcher == nil {
		for i, in := range inputs {
			batches = append(batches, batch{input: in, item: m.contextItem(i), items: 1})
		}
		return batches, nil
	}
	config, _ := m.s.ItemBatcher.(asl.Object)
	field := func(key string) asl.Value {
		v, _ := config.Get(key)
		return v
	}
	most, given, f := m.integer(field("MaxItemsPerBatch"), field("MaxItemsPerBatchPath"), "MaxItemsPerBatch")
	if f != nil {
		return nil, f
	}
	if given && most <= 0 {
		return nil, fail(errRuntime, "The MaxItemsPerBatch field must be a positive integer, but was: %d", most).within(m.v)
	}
	bytes, limited, f := m.integer(field("MaxInputBytesPerBatch"), field("MaxInputBytesPerBatchPath"), "MaxInputBytesPerBatch")
	if f != nil {
		return nil, f
	}
	if limited && (bytes <= 0 || bytes > MaxPayload) {
		return nil, fail(errRuntime, "The MaxInputBytesPerBatch field must be between 1 and %d, but was: %d", MaxPayload, bytes).within(m.v)
	}
	if !limited {
		bytes = MaxPayload
	}
	var shared asl.Value
	if raw := field("BatchInput"); raw != nil {
		if m.v.code.jsonata {
			shared, f = m.t.evaluate(raw, "ItemBatcher/BatchInput", env{v: m.v})
		} else {
			shared, f = m.t.template(m.v, raw, m.in)
		}
		if f != nil {
			return nil, f
		}
	}
	pack := func(items asl.Array) asl.Object {
		var o asl.Object
		if shared != nil {
			put(&o, "BatchInput", shared)
		}
		put(&o, "Items", items)
		return o
	}
	overhead := size(pack(asl.Array{}))
	var items asl.Array
	used := overhead
	flush := func() {
		if len(items) > 0 {
			batches = append(batches, batch{input: pack(items), items: len(items)})
		}
		items, used = nil, overhead
	}
	for _, in := range inputs {
		n := size(in) + 1
		if len(items) > 0 && (int64(used+n) > bytes+1 || given && int64(len(items)) >= most) {
			flush()
		}
		items = append(items, in)
		used += n
	}
	flush()
	return batches, nil
}
