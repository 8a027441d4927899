package awstest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// An operation answers a call of a service.
type operation func(*Server, params) (map[string]any, *Problem)

// operations of all services but Step Functions, as IAM writes them.
var operations = map[string]operation{
	"sts:GetCallerIdentity": (*Server).getCallerIdentity,

	"iam:CreateRole":                    (*Server).createRole,
	"iam:DeleteRole":                    (*Server).deleteRole,
	"iam:DeleteRolePermissionsBoundary": (*Server).deleteRoleBoundary,
	"iam:DeleteRolePolicy":              (*Server).deleteRolePolicy,
	"iam:GetRole":                       (*Server).getRole,
	"iam:GetRolePolicy":                 (*Server).getRolePolicy,
	"iam:ListRolePolicies":              (*Server).listRolePolicies,
	"iam:ListRoles":                     (*Server).listRoles,
	"iam:PutRolePermissionsBoundary":    (*Server).putRoleBoundary,
	"iam:PutRolePolicy":                 (*Server).putRolePolicy,
	"iam:TagRole":                       (*Server).tagRole,
	"iam:UntagRole":                     (*Server).untagRole,
	"iam:UpdateAssumeRolePolicy":        (*Server).updateAssumeRolePolicy,

	"ecs:DescribeTaskDefinition": (*Server).describeTaskDefinition,

	"elasticmapreduce:DescribeCluster":          (*Server).describeCluster,
	"elasticmapreduce:ListClusters":             (*Server).listClusters,
	"elasticmapreduce:RunJobFlow":               (*Server).runJobFlow,
	"elasticmapreduce:SetTerminationProtection": (*Server).setTerminationProtection,
	"elasticmapreduce:TerminateJobFlows":        (*Server).terminateJobFlows,

	"s3:GetObject": (*Server).getObject,

	"logs:FilterLogEvents":       (*Server).filterLogEvents,
	"logs:CreateLogGroup":        (*Server).createLogGroup,
	"logs:DeleteLogGroup":        (*Server).deleteLogGroup,
	"logs:DeleteRetentionPolicy": (*Server).deleteRetentionPolicy,
	"logs:DescribeLogGroups":     (*Server).describeLogGroups,
	"logs:ListTagsForResource":   (*Server).listLogTags,
	"logs:PutRetentionPolicy":    (*Server).putRetentionPolicy,
	"logs:TagResource":           (*Server).tagLogGroup,
	"logs:UntagResource":         (*Server).untagLogGroup,

	"scheduler:CreateSchedule":      (*Server).createSchedule,
	"scheduler:CreateScheduleGroup": (*Server).createScheduleGroup,
	"scheduler:DeleteSchedule":      (*Server).deleteSchedule,
	"scheduler:DeleteScheduleGroup": (*Server).deleteScheduleGroup,
	"scheduler:GetSchedule":         (*Server).getSchedule,
	"scheduler:GetScheduleGroup":    (*Server).getScheduleGroup,
	"scheduler:ListScheduleGroups":  (*Server).listScheduleGroups,
	"scheduler:ListSchedules":       (*Server).listSchedules,
	"scheduler:ListTagsForResource": (*Server).listScheduleTags,
	"scheduler:TagResource":         (*Server).tagScheduleGroup,
	"scheduler:UntagResource":       (*Server).untagScheduleGroup,
	"scheduler:UpdateSchedule":      (*Server).updateSchedule,

	"events:DeleteRule":          (*Server).deleteRule,
	"events:DescribeRule":        (*Server).describeRule,
	"events:ListEventBuses":      (*Server).listEventBuses,
	"events:ListRules":           (*Server).listRules,
	"events:ListTagsForResource": (*Server).listRuleTags,
	"events:ListTargetsByRule":   (*Server).listTargetsByRule,
	"events:PutRule":             (*Server).putRule,
	"events:PutTargets":          (*Server).putTargets,
	"events:RemoveTargets":       (*Server).removeTargets,
	"events:TagResource":         (*Server).tagRule,
	"events:UntagResource":       (*Server).untagRule,

	"cloudwatch:DescribeAlarms": (*Server).describeAlarms,
}

func (s *Server) getCallerIdentity(params) (map[string]any, *Problem) {
	return map[string]any{
		"Account": s.opts.Account,
		"Arn":     "arn:aws:sts::" + s.opts.Account + ":assumed-role/deployer/test",
		"UserId":  "AROA:test",
	}, nil
}

type (
	role struct {
		description, trust string
		boundary           string // ARN
		tags               map[string]string
		written            int // at which call, of its policies too
	}

	// identities are the roles, and their policies, which are kept apart by
	// the names of both with a line between.
	identities struct {
		roles    shelf[role]
		policies shelf[string]
	}
)

func noRole(name string) *Problem {
	return refuse(http.StatusNotFound, "NoSuchEntity", "The role with name %s cannot be found.", name)
}

func badPolicy() *Problem {
	return refuse(http.StatusBadRequest, "MalformedPolicyDocument", "Syntax errors in policy.")
}

func (s *Server) roleARN(name string) string {
	return "arn:aws:iam::" + s.opts.Account + ":role/" + name
}

// assumable says whether a service may assume a role, as far as it has heard.
func (s *Server) assumable(arn, service string) bool {
	name, ok := strings.CutPrefix(arn, s.roleARN(""))
	r := s.iam.roles.get(name)
	if !ok || r == nil || s.opts.Propagation > 0 && s.count-r.written <= s.opts.Propagation {
		return false
	}
	return strings.Contains(r.trust, `"`+service+`"`)
}

// granted says whether one of a role's policies names an action.
func (s *Server) granted(arn, action string) bool {
	name := strings.TrimPrefix(arn, s.roleARN(""))
	for _, key := range s.iam.policies.keys() {
		if strings.HasPrefix(key, name+"\n") && strings.Contains(*s.iam.policies.get(key), `"`+action+`"`) {
			return true
		}
	}
	return false
}

// changeRole replaces a role by what f makes of a copy.
func (s *Server) changeRole(p params, f func(r *role) *Problem) (map[string]any, *Problem) {
	name := p.text("RoleName")
	old := s.iam.roles.get(name)
	if old == nil {
		return nil, noRole(name)
	}
	r := *old
	if problem := f(&r); problem != nil {
		return nil, problem
	}
	s.iam.roles.put(name, &r, s.count)
	return map[string]any{}, nil
}

func (s *Server) createRole(p params) (map[string]any, *Problem) {
	name := p.text("RoleName")
	switch {
	case len(name) > 64 || name == "":
		return nil, refuse(http.StatusBadRequest, "ValidationError", "the name of a role has 1 to 64 characters")
	case s.iam.roles.get(name) != nil:
		return nil, refuse(http.StatusConflict, "EntityAlreadyExists", "Role with name %s already exists.", name)
	case !json.Valid([]byte(p.text("AssumeRolePolicyDocument"))):
		return nil, badPolicy()
	}
	r := &role{p.text("Description"), p.text("AssumeRolePolicyDocument"), p.text("PermissionsBoundary"), p.tags("Tags"), s.count}
	s.iam.roles.put(name, r, s.count)
	return map[string]any{"Role": s.described(name, r)}, nil
}

func (s *Server) described(name string, r *role) map[string]any {
	out := map[string]any{
		"Path": "/", "RoleName": name, "RoleId": "AROA" + name, "Arn": s.roleARN(name), "CreateDate": "2026-01-01T00:00:00Z",
		"AssumeRolePolicyDocument": url.PathEscape(r.trust),
		"Tags":                     listOf(r.tags),
	}
	put(out, "Description", r.description)
	if r.boundary != "" {
		out["PermissionsBoundary"] = map[string]any{"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": r.boundary}
	}
	return out
}

func (s *Server) getRole(p params) (map[string]any, *Problem) {
	r := s.iam.roles.seen(p.text("RoleName"), s.count, s.opts.Lag)
	if r == nil {
		return nil, noRole(p.text("RoleName"))
	}
	return map[string]any{"Role": s.described(p.text("RoleName"), r)}, nil
}

func (s *Server) listRoles(p params) (map[string]any, *Problem) {
	shown, next := page(s.iam.roles.list("", s.count, s.opts.Lag), p.text("Marker"), s.opts.Page)
	list := []any{}
	for _, name := range shown {
		described := s.described(name, s.iam.roles.seen(name, s.count, s.opts.Lag))
		delete(described, "Tags") // which this call does not give, nor what follows
		delete(described, "PermissionsBoundary")
		list = append(list, described)
	}
	return marked("Roles", list, next), nil
}

// marked is a page of a list of IAM's.
func marked(name string, list []any, next string) map[string]any {
	out := map[string]any{name: list, "IsTruncated": next != ""}
	put(out, "Marker", next)
	return out
}

func (s *Server) updateAssumeRolePolicy(p params) (map[string]any, *Problem) {
	return s.changeRole(p, func(r *role) *Problem {
		if r.trust = p.text("PolicyDocument"); !json.Valid([]byte(r.trust)) {
			return badPolicy()
		}
		r.written = s.count
		return nil
	})
}

func (s *Server) putRoleBoundary(p params) (map[string]any, *Problem) {
	if !strings.HasPrefix(p.text("PermissionsBoundary"), "arn:") {
		return nil, refuse(http.StatusBadRequest, "InvalidInput", "ARN %s is not valid.", p.text("PermissionsBoundary"))
	}
	return s.changeRole(p, func(r *role) *Problem {
		r.boundary = p.text("PermissionsBoundary")
		return nil
	})
}

func (s *Server) deleteRoleBoundary(p params) (map[string]any, *Problem) {
	return s.changeRole(p, func(r *role) *Problem {
		r.boundary = ""
		return nil
	})
}

func (s *Server) deleteRole(p params) (map[string]any, *Problem) {
	name := p.text("RoleName")
	if s.iam.roles.get(name) == nil {
		return nil, noRole(name)
	}
	for _, key := range s.iam.policies.keys() {
		if strings.HasPrefix(key, name+"\n") {
			return nil, refuse(http.StatusConflict, "DeleteConflict", "Cannot delete entity, must delete policies first.")
		}
	}
	s.iam.roles.put(name, nil, s.count)
	return map[string]any{}, nil
}

func (s *Server) tagRole(p params) (map[string]any, *Problem) {
	return s.changeRole(p, func(r *role) *Problem {
		r.tags = retag(r.tags, p.tags("Tags"), nil)
		return nil
	})
}

func (s *Server) untagRole(p params) (map[string]any, *Problem) {
	return s.changeRole(p, func(r *role) *Problem {
		r.tags = retag(r.tags, nil, p.texts("TagKeys"))
		return nil
	})
}

func (s *Server) putRolePolicy(p params) (map[string]any, *Problem) {
	text := p.text("PolicyDocument")
	if !json.Valid([]byte(text)) {
		return nil, badPolicy()
	}
	return s.changeRole(p, func(r *role) *Problem {
		s.iam.policies.put(p.text("RoleName")+"\n"+p.text("PolicyName"), &text, s.count)
		r.written = s.count
		return nil
	})
}

func (s *Server) policy(p params) (key string, problem *Problem) {
	key = p.text("RoleName") + "\n" + p.text("PolicyName")
	if s.iam.policies.get(key) == nil {
		return key, refuse(http.StatusNotFound, "NoSuchEntity", "The role policy with name %s cannot be found.", p.text("PolicyName"))
	}
	return key, nil
}

func (s *Server) getRolePolicy(p params) (map[string]any, *Problem) {
	key, problem := s.policy(p)
	if problem == nil && s.iam.policies.seen(key, s.count, s.opts.Lag) == nil {
		problem = noRole(p.text("RoleName"))
	}
	if problem != nil {
		return nil, problem
	}
	return map[string]any{
		"RoleName": p.text("RoleName"), "PolicyName": p.text("PolicyName"),
		"PolicyDocument": url.PathEscape(*s.iam.policies.seen(key, s.count, s.opts.Lag)),
	}, nil
}

func (s *Server) deleteRolePolicy(p params) (map[string]any, *Problem) {
	key, problem := s.policy(p)
	if problem != nil {
		return nil, problem
	}
	s.iam.policies.put(key, nil, s.count)
	return map[string]any{}, nil
}

func (s *Server) listRolePolicies(p params) (map[string]any, *Problem) {
	name := p.text("RoleName")
	if s.iam.roles.seen(name, s.count, s.opts.Lag) == nil {
		return nil, noRole(name)
	}
	shown, next := page(s.iam.policies.list(name+"\n", s.count, s.opts.Lag), p.text("Marker"), s.opts.Page)
	list := []any{}
	for _, key := range shown {
		list = append(list, strings.TrimPrefix(key, name+"\n"))
	}
	return marked("PolicyNames", list, next), nil
}
