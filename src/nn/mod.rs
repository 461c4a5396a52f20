//! Networks that learn: numbers only, no pictures.
//!
//! | file | what lives there |
//! |---|---|
//! | `activation`, `loss`, `init`, `optimizer` | closed sets: each case's names, formulas and arithmetic side by side |
//! | `spec`, `network`, `config` | shape, parameters, how training goes |
//! | `pass`, `sweeps`, `softmax`, `batch` | forward and backward over a block of samples; the gradient of a batch |
//! | `trainer`, `moments`, `diverged` | steps and epochs; what optimizers remember; what happens where numbers end |
//! | `trainer/*` | going back to a step; the next step in full; the loss along one parameter |
//! | `packed`, `maps`, `score`, `trace` | many points at once; every unit's map; loss and accuracy; one sample in full |

mod activation;
mod batch;
mod config;
mod diverged;
mod init;
mod loss;
mod maps;
mod moments;
mod network;
mod optimizer;
mod packed;
mod pass;
mod score;
mod softmax;
mod spec;
mod sweeps;
mod trace;
mod trainer;

pub use activation::{Activation, LEAK, MEAN_LEAK, RANDOM_LEAK};
pub use config::{Task, TrainConfig};
pub use diverged::{Diverged, What};
pub use init::Init;
pub use loss::{CLAMP, Loss};
pub use maps::Maps;
pub use moments::Moments;
pub use network::{Network, WeightsView};
pub use optimizer::{ADAGRAD_EPSILON, Optimizer};
pub use packed::Packed;
pub use score::{Score, Set};
pub use spec::{LayerSpec, Spec};
pub use trace::{LayerTrace, Trace, trace};
pub use trainer::{Checkpoint, Explanation, Scope, Trainer};
