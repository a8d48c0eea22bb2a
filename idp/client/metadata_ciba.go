package client

// How the client of a CIBA request gets its answer (CIBA section 5).
const (
	CIBAPoll = "poll"
	CIBAPing = "ping"
	CIBAPush = "push"
)

// checkCIBA is about requests that the client makes on its own account (CIBA
// section 4). It must be known for what it is: a public client is not.
func (c *Client) checkCIBA() error {
	m := c.Metadata
	if !c.Allows(GrantCIBA) {
		if m.CIBADelivery != "" || m.CIBAEndpoint != "" || m.CIBAAlg != "" || m.CIBAUserCode {
			return fault("backchannel_token_delivery_mode", "and its kin need the CIBA grant")
		}
		return nil
	}
	if c.Public() {
		return fault("grant_types", "must not hold CIBA for a public client")
	}
	switch m.CIBADelivery {
	case CIBAPoll:
		if m.CIBAEndpoint != "" {
			return fault("backchannel_client_notification_endpoint", "is for ping and push")
		}
		return nil
	case CIBAPing, CIBAPush:
		if !reachable(m.CIBAEndpoint) {
			return fault("backchannel_client_notification_endpoint", "must be an https URL, for ping and push")
		}
		return nil
	}
	return fault("backchannel_token_delivery_mode", "must be poll, ping or push, for the CIBA grant")
}
