package awstest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// What does the work of tasks, as far as it says where that is logged.

// SetCluster makes an EMR cluster, in a state, with a place in S3 for its logs, s3://…,
// which may be empty, and steps of their own.
func (s *Server) SetCluster(id, name, state, logs string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.clusters == nil {
		s.clusters = map[string]*cluster{}
	}
	s.clusters[id] = &cluster{name: name, state: state, logs: logs}
}

type cluster struct {
	name, state, logs string
	protected         bool
}

// SetTaskDefinition makes a task definition of ECS with a container whose log goes to a
// group, under a prefix.
func (s *Server) SetTaskDefinition(arn, container, group, prefix string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.definitions == nil {
		s.definitions = map[string]map[string]any{}
	}
	s.definitions[arn] = map[string]any{
		"taskDefinitionArn": arn,
		"containerDefinitions": []any{
			map[string]any{"name": container, "logConfiguration": map[string]any{
				"logDriver": "awslogs", "options": map[string]any{"awslogs-group": group, "awslogs-stream-prefix": prefix},
			}},
			map[string]any{"name": "aside"},
		},
	}
}

func (s *Server) describeTaskDefinition(p params) (map[string]any, *Problem) {
	d, ok := s.definitions[p.text("taskDefinition")]
	if !ok {
		return nil, refuse(http.StatusBadRequest, "ClientException", "Unable to describe task definition.")
	}
	return map[string]any{"taskDefinition": d}, nil
}

func noCluster(id string) *Problem {
	return refuse(http.StatusBadRequest, "InvalidRequestException", "Cluster id '%s' is not valid.", id)
}

func (s *Server) describeCluster(p params) (map[string]any, *Problem) {
	id := p.text("ClusterId")
	c := s.clusters[id]
	if c == nil {
		return nil, noCluster(id)
	}
	out := map[string]any{"Id": id, "Name": c.name, "Status": map[string]any{"State": c.state}, "TerminationProtected": c.protected}
	put(out, "LogUri", c.logs)
	// It is seen once in each state on its way.
	switch c.state {
	case "STARTING":
		c.state = "BOOTSTRAPPING"
	case "BOOTSTRAPPING":
		c.state = "WAITING"
	}
	return map[string]any{"Cluster": out}, nil
}

func (s *Server) listClusters(p params) (map[string]any, *Problem) {
	wanted := p.texts("ClusterStates")
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(s.clusters)) {
		if len(wanted) == 0 || slices.Contains(wanted, s.clusters[id].state) {
			ids = append(ids, id)
		}
	}
	shown, next := page(ids, p.text("Marker"), s.opts.Page)
	list := []any{}
	for _, id := range shown {
		c := s.clusters[id]
		list = append(list, map[string]any{"Id": id, "Name": c.name, "Status": map[string]any{"State": c.state}})
	}
	out := map[string]any{"Clusters": list}
	put(out, "Marker", next)
	return out, nil
}

// terminateJobFlows ends clusters, but those that are protected by their state.
func (s *Server) terminateJobFlows(p params) (map[string]any, *Problem) {
	for _, id := range p.texts("JobFlowIds") {
		c := s.clusters[id]
		if c == nil {
			return nil, noCluster(id)
		}
		if c.protected {
			return nil, refuse(http.StatusBadRequest, "ValidationException", "Could not shut down one or more job flows since they are termination protected.")
		}
		if !strings.HasPrefix(c.state, "TERMINATED") {
			c.state = "TERMINATING"
		}
	}
	return nil, nil
}

// runJobFlow begins to make a cluster, which is there at once.
func (s *Server) runJobFlow(p params) (map[string]any, *Problem) {
	if s.clusters == nil {
		s.clusters = map[string]*cluster{}
	}
	id := "j-MADE" + string(rune('A'+len(s.clusters)))
	protected, _ := p.object("Instances")["TerminationProtected"].(bool)
	s.clusters[id] = &cluster{name: p.text("Name"), state: "STARTING", logs: p.text("LogUri"), protected: protected}
	return map[string]any{"JobFlowId": id, "ClusterArn": "arn:aws:elasticmapreduce:" + s.opts.Region + ":" + s.opts.Account + ":cluster/" + id}, nil
}

func (s *Server) setTerminationProtection(p params) (map[string]any, *Problem) {
	for _, id := range p.texts("JobFlowIds") {
		if s.clusters[id] == nil {
			return nil, noCluster(id)
		}
		s.clusters[id].protected, _ = p["TerminationProtected"].(bool)
	}
	return nil, nil
}
