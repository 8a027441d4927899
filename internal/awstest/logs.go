package awstest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

type logGroup struct {
	retention float64 // days; zero: for ever
	tags      map[string]string
}

// retentions are the days that PutRetentionPolicy takes.
var retentions = []float64{
	1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
	1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

func (s *Server) groupARN(name string) string {
	return "arn:aws:logs:" + s.opts.Region + ":" + s.opts.Account + ":log-group:" + name
}

func noLogGroup() *Problem {
	return refuse(http.StatusBadRequest, "ResourceNotFoundException", "The specified log group does not exist.")
}

// changeLogGroup replaces a group by what f makes of a copy.
func (s *Server) changeLogGroup(name string, f func(g *logGroup)) (map[string]any, *Problem) {
	old := s.logs.get(name)
	if old == nil {
		return nil, noLogGroup()
	}
	g := *old
	f(&g)
	s.logs.put(name, &g, s.count)
	return nil, nil
}

func (s *Server) createLogGroup(p params) (map[string]any, *Problem) {
	name := p.text("logGroupName")
	if s.logs.get(name) != nil {
		return nil, refuse(http.StatusBadRequest, "ResourceAlreadyExistsException", "The specified log group already exists")
	}
	s.logs.put(name, &logGroup{tags: textsOf(p.object("tags"))}, s.count)
	return nil, nil
}

// textsOf an object whose members are texts.
func textsOf(p params) map[string]string {
	out := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		out[name] = p.text(name)
	}
	return out
}

func (s *Server) deleteLogGroup(p params) (map[string]any, *Problem) {
	if s.logs.get(p.text("logGroupName")) == nil {
		return nil, noLogGroup()
	}
	s.logs.put(p.text("logGroupName"), nil, s.count)
	return nil, nil
}

func (s *Server) putRetentionPolicy(p params) (map[string]any, *Problem) {
	days := p.number("retentionInDays")
	if !slices.Contains(retentions, days) {
		return nil, refuse(http.StatusBadRequest, "InvalidParameterException", "%v days are none of those that can be kept", days)
	}
	return s.changeLogGroup(p.text("logGroupName"), func(g *logGroup) { g.retention = days })
}

func (s *Server) deleteRetentionPolicy(p params) (map[string]any, *Problem) {
	return s.changeLogGroup(p.text("logGroupName"), func(g *logGroup) { g.retention = 0 })
}

func (s *Server) describeLogGroups(p params) (map[string]any, *Problem) {
	shown, next := page(s.logs.list(p.text("logGroupNamePrefix"), s.count, s.opts.Lag), p.text("nextToken"), s.opts.Page)
	list := []any{}
	for _, name := range shown {
		item := map[string]any{
			"logGroupName": name, "arn": s.groupARN(name) + ":*", "logGroupArn": s.groupARN(name), "creationTime": 1, "storedBytes": 0,
		}
		if g := s.logs.seen(name, s.count, s.opts.Lag); g.retention > 0 {
			item["retentionInDays"] = g.retention
		}
		list = append(list, item)
	}
	out := map[string]any{"logGroups": list}
	put(out, "nextToken", next)
	return out, nil
}

func (s *Server) groupOf(p params) string {
	return strings.TrimPrefix(p.text("resourceArn"), s.groupARN(""))
}

func (s *Server) listLogTags(p params) (map[string]any, *Problem) {
	g := s.logs.seen(s.groupOf(p), s.count, s.opts.Lag)
	if g == nil {
		return nil, noLogGroup()
	}
	tags := map[string]any{}
	for key, value := range g.tags {
		tags[key] = value
	}
	return map[string]any{"tags": tags}, nil
}

func (s *Server) tagLogGroup(p params) (map[string]any, *Problem) {
	return s.changeLogGroup(s.groupOf(p), func(g *logGroup) { g.tags = retag(g.tags, textsOf(p.object("tags")), nil) })
}

func (s *Server) untagLogGroup(p params) (map[string]any, *Problem) {
	return s.changeLogGroup(s.groupOf(p), func(g *logGroup) { g.tags = retag(g.tags, nil, p.texts("tagKeys")) })
}
