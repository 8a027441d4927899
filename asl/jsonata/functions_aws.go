package jsonata

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
)

// awsFunctions are those that AWS Step Functions adds. Its guide says: integer
// arguments are rounded down; $range includes both ends; the algorithms of
// $hash are MD5, SHA-1, SHA-256, SHA-384 and SHA-512; $random gives 0 <= x < 1.
// It names no error codes, so those of argument types stand in.
var awsFunctions = []builtin{
	{"partition", "an:a", 2, partition},
	{"range", "nnn:a", 3, rangeFunction},
	{"hash", "s-s:s", 2, ofString(hash)},
	{"random", "n?:n", 1, func(a *activation, args []Value) (Value, *Error) {
		if seed, ok := args[0].(float64); ok {
			// A seed gives the same number every time.
			r := rand.New(rand.NewPCG(math.Float64bits(math.Floor(seed)), 0))
			return r.Float64(), nil
		}
		return a.random(), nil
	}},
	{"uuid", ":s", 0, func(a *activation, _ []Value) (Value, *Error) {
		hi, lo := a.source().Uint64(), a.source().Uint64()
		hi = hi&^0xF000 | 0x4000
		lo = lo&^(3<<62) | 1<<63
		return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", hi>>32, hi>>16&0xFFFF, hi&0xFFFF, lo>>48, lo&(1<<48-1)), nil
	}},
	{"parse", "s-:x", 1, ofString(func(a *activation, s string, _ []Value) (Value, *Error) {
		if err := a.charge(len(s) / 8); err != nil {
			return nil, err
		}
		d := jsonDecoder{src: s}
		v, err := d.document()
		if err != nil {
			return nil, fail("D3137", -1, "the argument of $parse is no JSON text: "+err.Error())
		}
		return v, nil
	})},
}

// source is where random numbers come from.
func (ev *evaluation) source() rand.Source {
	if ev.runtime.Random == nil {
		ev.runtime.Random = rand.NewPCG(1, 2)
	}
	return ev.runtime.Random
}

// random is a number from 0 up to 1.
func (ev *evaluation) random() float64 { return rand.New(ev.source()).Float64() }

func partition(a *activation, args []Value) (Value, *Error) {
	list, ok := args[0].(*ArrayValue)
	size, sizeOK := args[1].(float64)
	if !ok || !sizeOK {
		return nil, nil
	}
	if size = math.Floor(size); !(size >= 1) {
		return nil, a.fail("T0410", "partition", 2)
	}
	n := int(min(size, float64(len(list.Items)+1)))
	out := []Value{}
	for i := 0; i < len(list.Items); i += n {
		end := min(i+n, len(list.Items))
		out = append(out, &ArrayValue{Items: list.Items[i:end:end]})
	}
	return a.array(out)
}

func rangeFunction(a *activation, args []Value) (Value, *Error) {
	var n [3]float64
	for i, v := range args[:3] {
		f, ok := v.(float64)
		if !ok {
			return nil, nil
		}
		if n[i] = math.Floor(f); !isFinite(f) {
			return nil, fail("D1001", -1, numberText(f))
		}
	}
	start, end, step := n[0], n[1], n[2]
	if step == 0 {
		return nil, a.fail("T0410", "range", 3)
	}
	size := math.Floor((end-start)/step) + 1
	if !(size >= 1) {
		return &ArrayValue{}, nil
	}
	if size > maxRange {
		return nil, fail("D2014", -1, numberText(size))
	}
	if err := a.charge(int(size)); err != nil {
		return nil, err
	}
	out := make([]Value, int(size))
	for i := range out {
		out[i] = number(start + float64(i)*step)
	}
	return &ArrayValue{Items: out}, nil
}

func hash(a *activation, s string, args []Value) (Value, *Error) {
	var sum []byte
	data := []byte(s)
	switch args[1] {
	case "MD5":
		h := md5.Sum(data)
		sum = h[:]
	case "SHA-1":
		h := sha1.Sum(data)
		sum = h[:]
	case "SHA-256":
		h := sha256.Sum256(data)
		sum = h[:]
	case "SHA-384":
		h := sha512.Sum384(data)
		sum = h[:]
	case "SHA-512":
		h := sha512.Sum512(data)
		sum = h[:]
	case nil:
		return nil, nil
	default:
		return nil, a.fail("T0410", "hash", 2)
	}
	return hex.EncodeToString(sum), nil
}
