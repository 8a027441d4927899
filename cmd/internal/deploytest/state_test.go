package deploytest

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"

	"github.com/pipectl/pipectl/deploy"
)

// resources are all there are, as they are: nothing goes wrong while they are
// read.
func (a *account) resources() map[deploy.ID]deploy.Resource {
	a.t.Helper()
	if a.server != nil {
		a.server.Meddle(nil)
	}
	c := a.client()
	all := map[deploy.ID]deploy.Resource{}
	var read func(of deploy.ID)
	read = func(of deploy.ID) {
		a.t.Helper()
		ids, err := c.List(context.Background(), of)
		if err != nil {
			a.t.Fatal(err)
		}
		for _, id := range ids {
			r, err := c.Read(context.Background(), id)
			if err != nil {
				a.t.Fatal(err)
			}
			all[id] = r
			switch id.Kind {
			case deploy.KindRole:
				read(deploy.ID{Kind: deploy.KindPolicy, In: id.Name})
			case deploy.KindMachine:
				read(deploy.ID{Kind: deploy.KindVersion, In: id.Name})
				read(deploy.ID{Kind: deploy.KindAlias, In: id.Name})
			case deploy.KindScheduleGroup:
				read(deploy.ID{Kind: deploy.KindSchedule, In: id.Name})
			default:
			}
		}
	}
	for _, kind := range []deploy.Kind{deploy.KindRole, deploy.KindLogGroup, deploy.KindMachine, deploy.KindScheduleGroup, deploy.KindRule} {
		read(deploy.ID{Kind: kind})
	}
	return all
}

var versionARN = regexp.MustCompile(`:stateMachine:([A-Za-z0-9_-]+):([0-9]+)`)

// everything is what there is, in an order and without what differs between two
// ways to the same end: revisions, and the numbers of versions, in whose place
// stands what they do. Two versions that do the same count as one.
func (a *account) everything() []string {
	a.t.Helper()
	all := a.resources()
	var content func(id deploy.ID) string
	unnumbered := func(text string) string {
		return versionARN.ReplaceAllStringFunc(text, func(arn string) string {
			m := versionARN.FindStringSubmatch(arn)
			return fmt.Sprintf(":stateMachine:%s:<%s>", m[1], content(deploy.ID{Kind: deploy.KindVersion, In: m[1], Name: m[2]}))
		})
	}
	content = func(id deploy.ID) string {
		v, ok := all[id].(*deploy.Version)
		if !ok {
			return "none"
		}
		return unnumbered(v.Definition) + v.Role + fmt.Sprint(v.Logging, v.Tracing)
	}
	var out []string
	for id, r := range all {
		text := ""
		switch r := r.(type) {
		case *deploy.Machine:
			c := *r
			c.Revision, c.Definition = "", unnumbered(c.Definition)
			text = fmt.Sprint(c)
		case *deploy.Version:
			id.Name, text = "", content(id)+" "+r.Description
		case *deploy.Alias:
			for _, route := range r.Routes {
				text += fmt.Sprintf("%d%% %s ", route.Weight, content(deploy.VersionID(r.Machine, route.Version)))
			}
			text += r.Description
		default:
			written, err := json.Marshal(r)
			must(err)
			text = string(written)
		}
		out = append(out, id.String()+" "+text)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
