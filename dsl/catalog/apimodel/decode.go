package apimodel

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// format is the first number of a table that this package reads. What follows is
// described at encode in package gen.
const format = 1

// largest is how many bytes a table may have when it is unpacked: far more than
// any has, and not so many that a damaged one could fill the memory.
const largest = 16 << 20

// decode reads the table of one service. Its Name is left empty.
func decode(packed []byte) (*Service, error) {
	r := flate.NewReader(bytes.NewReader(packed))
	var plain bytes.Buffer
	plain.Grow(4 * len(packed))
	if _, err := plain.ReadFrom(io.LimitReader(r, largest)); err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return decodePlain(plain.Bytes())
}

func decodePlain(plain []byte) (*Service, error) {
	d := &decoder{rest: plain}
	if f := d.number(); d.err == nil && f != format {
		return nil, fmt.Errorf("format %d, not %d", f, format)
	}
	d.texts()
	d.readShapes()
	s := &Service{Errors: d.names(d.count(1))}
	s.Operations = make([]Operation, d.count(4))
	for i := range s.Operations {
		op := &s.Operations[i]
		op.Name, op.Input, op.Output = d.text(), d.structure(), d.structure()
		if n := d.number(); n == 0 {
			op.Errors = s.Errors
		} else if op.Errors = d.names(n - 1); d.err == nil && !slices.IsSorted(op.Errors) {
			d.fail("errors of " + op.Name + " that are not in order")
		}
		if i > 0 && d.err == nil && s.Operations[i-1].Name >= op.Name {
			d.fail("operations that are not in order")
		}
	}
	if len(d.rest) > 0 {
		d.fail("more than a table")
	}
	if d.err != nil {
		return nil, d.err
	}
	return s, nil
}

// A decoder reads a table from its beginning. After an error it reads zeros.
type decoder struct {
	rest    []byte
	strings []string
	shapes  []Shape
	spare   []Member
	err     error
}

func (d *decoder) fail(what string) {
	if d.err == nil {
		d.err = errors.New(what)
	}
	d.rest = nil
}

func (d *decoder) number() int {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 || n > largest {
		d.fail("a number that is cut off or too large")
		return 0
	}
	d.rest = d.rest[size:]
	return int(n)
}

// count reads how many things follow, each of at least so many bytes: what cannot
// be there is not made room for.
func (d *decoder) count(bytes int) int {
	n := d.number()
	if n*bytes > len(d.rest) {
		d.fail("fewer things than there are said to be")
		return 0
	}
	return n
}

// texts reads the strings, all of which become parts of one.
func (d *decoder) texts() {
	n := d.count(2)
	ends := make([]int, 1, n+1)
	all := make([]byte, 0, 8*len(d.rest)/3)
	for range n {
		shared, more := d.number(), d.number()
		last := all
		if len(ends) > 1 {
			last = all[ends[len(ends)-2]:]
		}
		if shared > len(last) || more > len(d.rest) || len(all)+shared+more > largest {
			d.fail("a string that is cut off")
			return
		}
		all = append(all, last[:shared]...)
		all = append(all, d.rest[:more]...)
		d.rest = d.rest[more:]
		ends = append(ends, len(all))
	}
	whole := string(all)
	d.strings = make([]string, len(ends)-1)
	for i := range d.strings {
		d.strings[i] = whole[ends[i]:ends[i+1]]
		if i > 0 && d.strings[i-1] >= d.strings[i] {
			d.fail("strings that are not in order")
			return
		}
	}
}

func (d *decoder) text() string { return d.at(d.number()) }

func (d *decoder) at(i int) string {
	if i >= len(d.strings) {
		d.fail("a string that is not there")
		return ""
	}
	return d.strings[i]
}

func (d *decoder) names(n int) []string {
	if n > len(d.rest) {
		d.fail("fewer names than there are said to be")
		return nil
	}
	names := make([]string, n)
	for i := range names {
		names[i] = d.text()
	}
	return names
}

// readShapes reads the shapes. They may mention one another in any order, so all
// have their places from the start.
func (d *decoder) readShapes() {
	n := d.count(2)
	d.shapes = make([]Shape, int(Enum)+n)
	d.spare = make([]Member, d.count(2)) // made room for at once
	for k := range Enum {
		d.shapes[k].Kind = k
	}
	for i := range n {
		s := &d.shapes[int(Enum)+i]
		kind := d.number()
		if kind > int(Union) {
			kind = 0 // which none of these is
		}
		s.Kind = Kind(kind)
		switch s.Kind {
		case List, Map:
			s.Elem = d.shape()
		case Enum:
			s.Values = d.names(d.count(1))
		case Structure, Union:
			d.members(s)
		default:
			d.fail("a shape of no kind")
		}
		if d.err != nil {
			return
		}
	}
}

func (d *decoder) members(s *Shape) {
	n := d.count(2)
	if n > len(d.spare) {
		d.fail("more members than there are said to be")
		return
	}
	s.Members, d.spare = d.spare[:n:n], d.spare[n:]
	for i := range s.Members {
		name := d.number()
		m := &s.Members[i]
		m.Name, m.Required, m.Shape = d.at(name/2), name%2 == 1, d.shape()
		if i > 0 && d.err == nil && s.Members[i-1].Name >= m.Name {
			d.fail("members that are not in order")
		}
	}
}

func (d *decoder) shape() *Shape {
	i := d.number()
	if i >= len(d.shapes) {
		d.fail("a shape that is not there")
		return nil
	}
	return &d.shapes[i]
}

func (d *decoder) structure() *Shape {
	s := d.shape()
	if s != nil && s.Kind != Structure {
		d.fail("an operation that takes or gives no structure")
	}
	return s
}
