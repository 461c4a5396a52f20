//! What several tests ask of a session.

use glassnet::app::Session;

/// The bits of all weights and biases.
pub(crate) fn weights(session: &Session) -> Vec<u64> {
    session
        .lab()
        .layers()
        .iter()
        .flat_map(|layer| layer.weight.iter().flatten().chain(&layer.bias))
        .map(|value| value.to_bits())
        .collect()
}
