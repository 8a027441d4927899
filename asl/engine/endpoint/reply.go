package endpoint

import (
	"strconv"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// A reply is an answer, or a structure in one, as it is put together.
type reply asl.Object

func (r *reply) set(key string, v asl.Value) { *r = append(*r, asl.Member{Key: key, Value: v}) }

func (r *reply) text(key, s string) { r.set(key, asl.String(s)) }

// maybe leaves an empty text out.
func (r *reply) maybe(key, s string) {
	if s != "" {
		r.text(key, s)
	}
}

func (r *reply) integer(key string, n int64) {
	r.set(key, asl.Number(strconv.FormatInt(n, 10)))
}

func (r *reply) flag(key string, b bool) { r.set(key, asl.Bool(b)) }

// at puts a time, in seconds since 1970 as the protocol has it, and leaves the
// zero time out.
func (r *reply) at(key string, t time.Time) {
	if !t.IsZero() {
		r.set(key, asl.Number(strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64)))
	}
}

// value puts a value as it was given, and leaves nil out.
func (r *reply) value(key string, v asl.Value) {
	if v != nil {
		r.set(key, v)
	}
}

func (r reply) object() asl.Object { return asl.Object(r) }
