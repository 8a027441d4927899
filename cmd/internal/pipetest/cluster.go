package pipetest

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// An upCluster is a cluster that was created and not ended.
type upCluster struct{ id, name, tags asl.Value }

// created notes a cluster that a call creates. It is there from the call on, also
// while it starts.
func (r *running) created(id asl.Value, arguments asl.Value) {
	o, _ := arguments.(asl.Object)
	u := upCluster{id: id, name: asl.String(""), tags: asl.Array{}}
	if v, ok := o.Get("Name"); ok {
		u.name = v
	}
	if v, ok := o.Get("Tags"); ok {
		u.tags = v
	}
	r.up = append(r.up, u)
}

// ended notes that a cluster is asked to end.
func (r *running) ended(arguments asl.Value) {
	o, _ := arguments.(asl.Object)
	id, _ := o.Get("ClusterId")
	r.up = slices.DeleteFunc(r.up, func(u upCluster) bool { return u.id == id })
}

// left answers the calls that look for clusters that were left running.
func (r *running) left(c engine.Call) engine.Outcome {
	if strings.HasSuffix(c.Resource, ":listClusters") {
		all := asl.Array{}
		for _, u := range r.up {
			all = append(all, asl.Object{{Key: "Id", Value: u.id}, {Key: "Name", Value: u.name}})
		}
		return engine.Outcome{Output: asl.Object{{Key: "Clusters", Value: all}}}
	}
	o, _ := c.Arguments.(asl.Object)
	id, _ := o.Get("ClusterId")
	for _, u := range r.up {
		if u.id == id {
			return engine.Outcome{Output: asl.Object{{Key: "Cluster", Value: asl.Object{
				{Key: "Id", Value: u.id}, {Key: "Name", Value: u.name}, {Key: "Tags", Value: u.tags},
			}}}}
		}
	}
	return engine.Outcome{Error: "Emr.InvalidRequestException", Cause: "Cluster id is not valid."}
}
