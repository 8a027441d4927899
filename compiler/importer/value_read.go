package importer

import (
	"errors"
	"slices"
	"strconv"

	"github.com/pipectl/pipectl/asl"
)

var errMissing = errors.New("there is no such member")

// A reading takes one member, or item, of all that a value may be. What several
// ways share it reads once: the ways to it may be more than can be counted.
type reading struct {
	of   part
	done map[value]reads
}

// A part is what is read of a value.
type part struct {
	name string // of the member; empty: the item
	item int
}

// reads are what reading a value gave.
type reads struct {
	v   value
	err error
}

// once gives what reading v gave before, or reads it. What was read of a phi it
// keeps, so that those who read the same later share it.
func (r *reading) once(v value, read func() (value, error)) (value, error) {
	p, isPhi := v.(*phi)
	d, ok := r.done[v]
	if isPhi {
		d, ok = p.read[r.of]
	}
	if ok {
		return d.v, d.err
	}
	d.v, d.err = read()
	switch {
	case isPhi && p.read == nil:
		p.read = map[part]reads{r.of: d}
	case isPhi:
		p.read[r.of] = d
	case r.done == nil:
		r.done = map[value]reads{v: d}
	default:
		r.done[v] = d
	}
	return d.v, d.err
}

// member is a member of a value. errMissing: it is known to have none.
func member(v value, name string) (value, error) {
	r := reading{of: part{name: name}}
	return r.member(v)
}

func (r *reading) member(v value) (value, error) {
	name := r.of.name
	switch x := v.(type) {
	case constant:
		if o, ok := x.v.(asl.Object); ok {
			if m, ok := o.Get(name); ok {
				return constant{m}, nil
			}
		}
		return nil, errMissing
	case ref:
		return ref{x.root, append(x.path[:len(x.path):len(x.path)], name)}, nil
	case loopVar:
		return loopVar{x.name, append(x.path[:len(x.path):len(x.path)], name)}, nil
	case *object:
		for i := len(x.members) - 1; i >= 0; i-- {
			if x.members[i].name == name {
				return x.members[i].v, nil
			}
		}
		for _, f := range x.facts {
			if f.name == name {
				return f.v, nil
			}
		}
		if x.base != nil {
			return r.member(x.base)
		}
		if x.rest != "" && (x.more == nil || slices.Contains(x.more, name)) {
			return hole{x.rest, x.of}, nil
		}
		return nil, errMissing
	case *phi:
		return r.once(x, func() (value, error) {
			v, err := x.each(r.member)
			if p, ok := v.(*phi); ok {
				p.hint = name
			}
			return v, err
		})
	case *conditional:
		return r.once(x, func() (value, error) {
			a, errA := r.member(x.then)
			b, errB := r.member(x.otherwise)
			if errA == nil && errB == nil {
				return &conditional{x.cond, a, b}, nil
			}
			return &element{v, constant{asl.String(name)}}, nil
		})
	case hole:
		return x, nil
	case *taken:
		v, err := r.member(x.x)
		return whereTaken(x.when, v), err
	case *attributes:
		v, err := r.member(x.x)
		return &attribute{v, x.of}, err
	case *attribute:
		switch name {
		case "S", "BOOL":
			return x.x, nil
		case "N":
			return call("tostring", x.x), nil
		case "M":
			return &attributes{x.x, x.of}, nil
		}
		return hole{"an attribute of type " + name + " is read as it is", x.of}, nil
	case *tuple, *template, *operation, *loop:
		return nil, errMissing
	case *function, *element, *foreign:
	}
	return &element{v, constant{asl.String(name)}}, nil
}

// at is an item of a list.
func at(v value, i int) (value, error) {
	r := reading{of: part{item: i}}
	return r.at(v)
}

func (r *reading) at(v value) (value, error) {
	i := r.of.item
	switch x := v.(type) {
	case constant:
		if a, ok := x.v.(asl.Array); ok && i < len(a) && i >= 0 {
			return constant{a[i]}, nil
		}
		return nil, errMissing
	case ref:
		if i >= 0 {
			return ref{x.root, append(x.path[:len(x.path):len(x.path)], "["+strconv.Itoa(i)+"]")}, nil
		}
	case loopVar:
		if i >= 0 {
			return loopVar{x.name, append(x.path[:len(x.path):len(x.path)], "["+strconv.Itoa(i)+"]")}, nil
		}
	case *tuple:
		if i >= 0 && i < len(x.items) {
			return x.items[i], nil
		}
		return nil, errMissing
	case *phi:
		return r.once(x, func() (value, error) { return x.each(r.at) })
	case *taken:
		v, err := r.at(x.x)
		return whereTaken(x.when, v), err
	case hole:
		return x, nil
	default:
	}
	if i < 0 {
		return &element{v, &operation{"-", &function{"length", []value{v}}, constant{asl.Number(strconv.Itoa(-i))}}}, nil
	}
	return &element{v, constant{asl.Number(strconv.Itoa(i))}}, nil
}

// each applies f to the ways out of an item.
func (p *phi) each(f func(value) (value, error)) (value, error) {
	alts := make([]value, len(p.alts))
	found := false
	for i, a := range p.alts {
		if a == nil {
			continue
		}
		v, err := f(a)
		if err != nil {
			v = absent
		} else {
			found = true
		}
		alts[i] = v
	}
	if !found {
		return nil, errMissing
	}
	return newPhi(p.item, alts), nil
}
