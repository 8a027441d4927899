package importer

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// read reads one of the files, JSON that may be self-describing, and notes which
// members of it nothing is made of.
func (r *runner) read(file string, src []byte, into any) error {
	var outer struct{ Schema, Data json.RawMessage }
	if err := json.Unmarshal(src, &outer); err != nil {
		return err
	}
	if outer.Data != nil {
		if err := r.tellLeft(file, src, reflect.TypeOf(outer)); err != nil {
			return err
		}
		src = outer.Data
	}
	if err := json.Unmarshal(src, into); err != nil {
		return err
	}
	return r.tellLeft(file, src, reflect.TypeOf(into).Elem())
}

// tellLeft notes the members of a file that the type it is read into has not.
func (r *runner) tellLeft(file string, src []byte, t reflect.Type) error {
	v, err := asl.DecodeValue(src)
	if err != nil {
		return err
	}
	for _, path := range unread(v, t, "") {
		if path == "credentials" { // which are secrets
			r.m.note("the %s's credentials are left out: those of the deploy count", file)
			continue
		}
		r.m.note("the %s's %s has no form here and is left out", file, path)
	}
	return nil
}

// unread are the paths of the members in v that encoding/json does not read into
// a type.
func unread(v asl.Value, t reflect.Type, path string) []string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var out []string
	switch x := v.(type) {
	case asl.Array:
		if t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8 { // not what is read later
			for i, item := range x {
				out = append(out, unread(item, t.Elem(), path+"["+strconv.Itoa(i)+"]")...)
			}
		}
	case asl.Object:
		if t.Kind() != reflect.Struct {
			return nil
		}
		for _, m := range x {
			name := m.Key
			if !identifier.MatchString(name) {
				name = strconv.Quote(name)
			}
			at := strings.TrimPrefix(path+"."+name, ".")
			f, ok := t.FieldByNameFunc(func(name string) bool {
				f, _ := t.FieldByName(name)
				if tag := f.Tag.Get("json"); tag != "" {
					name = tag
				}
				return strings.EqualFold(name, m.Key)
			})
			if !ok {
				out = append(out, at)
				continue
			}
			out = append(out, unread(m.Value, f.Type, at)...)
		}
	default:
	}
	return out
}

// tags are those of both files. The tool gives the cluster its own first and then
// the playbook's, so that of two with the same key the last stands.
func (r *runner) tags(c *runnerCluster, p *runnerPlaybook) []runnerTag {
	var out []runnerTag
	add := func(tags []runnerTag, file string) {
		for _, g := range tags {
			i := slices.IndexFunc(out, func(o runnerTag) bool { return o.Key == g.Key })
			if i < 0 {
				out = append(out, g)
				continue
			}
			if out[i].Value != g.Value {
				r.m.note("the tag %q is given twice: the value %q stands, that of the %s", g.Key, g.Value, file)
			}
			out[i].Value = g.Value
		}
	}
	add(c.Tags, "cluster")
	add(p.Tags, "playbook")
	return out
}

// tellVariables notes what a deploy has to be given.
func (r *runner) tellVariables() {
	names := slices.Sorted(slices.Values(r.variables))
	switch len(names) {
	case 0:
	case 1:
		r.m.note("a value is needed for the variable %s: --var NAME=VALUE gives one", names[0])
	default:
		r.m.note("a value is needed for each of the variables %s: --var NAME=VALUE gives one", strings.Join(names, ", "))
	}
}

// tellRegions notes where the pipeline has to be deployed.
func (r *runner) tellRegions(c *runnerCluster, p *runnerPlaybook) {
	region := c.Region
	if region == "" {
		region = p.Region
	}
	if region == "" {
		return
	}
	r.m.note("the region %s is where the pipeline has to be deployed; --region says it", region)
	if p.Region != "" && p.Region != region {
		r.m.note("the playbook's region %s is not the cluster's, %s, which counts", p.Region, region)
	}
}
