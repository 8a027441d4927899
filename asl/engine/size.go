package engine

import (
	"unicode/utf8"

	"github.com/pipectl/pipectl/asl"
)

// size is the length of v as compact JSON in bytes, as asl.AppendValue writes
// it. It stops counting beyond maxMade: a value in which others occur
// again and again can be far longer than what it takes in memory.
func size(v asl.Value) int {
	switch x := v.(type) {
	case nil, asl.Null:
		return len("null")
	case asl.Bool:
		if x {
			return len("true")
		}
		return len("false")
	case asl.Number:
		return len(x)
	case asl.String:
		return quotedSize(string(x))
	case asl.Array:
		n := len("[]") + max(0, len(x)-1)
		for _, item := range x {
			if n += size(item); n > maxMade {
				break
			}
		}
		return n
	case asl.Object:
		n := len("{}") + max(0, len(x)-1)
		for i := range x {
			n += quotedSize(x[i].Key) + len(":")
			if n += size(x[i].Value); n > maxMade {
				break
			}
		}
		return n
	default:
	}
	return len(asl.AppendValue(nil, v, -1))
}

func quotedSize(s string) int {
	n := len(s) + len(`""`)
	ascii := true
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			ascii = false
		case c == '"', c == '\\', c == '\n', c == '\r', c == '\t':
			n++
		case c < 0x20:
			n += len(`\u0000`) - 1
		}
	}
	if !ascii && !utf8.ValidString(s) {
		for i := 0; i < len(s); {
			r, width := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && width == 1 {
				n += len("\ufffd") - 1 // what is written instead
			}
			i += width
		}
	}
	return n
}

// keep counts the bytes of a value that goes into a history, and gives them
// back.
func (w *world) keep(n int) int {
	w.kept += n
	return n
}

// maxMade is how many bytes the expressions of one visit to a state may give.
// Ours: what they give is held to AWS's limits only when all are evaluated.
const maxMade = 64 << 20

// made counts what an expression or a function gave.
func (v *visit) made(out asl.Value) *failure {
	if v.bytes += size(out); v.bytes > maxMade {
		return fail(errDataLimit, "What the expressions of the state '%s' give exceeds what this engine keeps (%d bytes).", v.name, maxMade)
	}
	return nil
}
