//! Losses where numbers are extreme, and what activations and initial weights promise.

use glassnet::nn::{Activation, Init, Loss, MEAN_LEAK, Network, RANDOM_LEAK, Spec, Trace, trace};
use glassnet::num::rng::Seed;
use glassnet::num::{Matrix, Real};
use strum::IntoEnumIterator;

/// `K` units whose pre-activations are the inputs.
fn pass(activation: Activation, loss: Loss, z: &[Real], y: &[Real]) -> Trace {
    let k = z.len();
    let mut network = Network::zeros(Spec::dense(k, &[], activation, k, activation));
    for unit in 0..k {
        network.set_weight(0, unit, unit, 1.0);
    }
    trace(&network, loss, z, y)
}

#[test]
fn every_loss_and_its_gradient_are_finite_at_extreme_pre_activations() {
    for activation in Activation::iter() {
        for loss in Loss::iter() {
            for z in [-1e4, -745.0, -104.0, -89.0, 0.0, 20.0, 89.0, 104.0, 1e4] {
                for y in [0.0, 1.0] {
                    for (z, y) in [
                        (vec![z], vec![y]),
                        (vec![z, -z, 1.0], vec![y, 1.0 - y, 0.0]),
                    ] {
                        let t = pass(activation, loss, &z, &y);
                        let name = format!("{activation} {loss} {z:?} {y:?}");
                        assert!(t.loss.is_finite() && t.loss >= 0.0, "{name}: {}", t.loss);
                        let delta = &t.layers[0].delta;
                        assert!(delta.iter().all(|d| d.is_finite()), "{name}: {delta:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn fused_losses_keep_their_meaning_far_out() {
    let wrong = pass(Activation::Sigmoid, Loss::Bce, &[-1e4], &[1.0]);
    assert_eq!((wrong.loss, wrong.layers[0].delta[0]), (1e4, -1.0));
    let right = pass(Activation::Sigmoid, Loss::Bce, &[1e4], &[1.0]);
    assert_eq!((right.loss, right.layers[0].delta[0]), (0.0, 0.0));
    let wrong = pass(
        Activation::Softmax,
        Loss::CrossEntropy,
        &[1e4, 0.0, -1e4],
        &[0.0, 0.0, 1.0],
    );
    assert_eq!(wrong.loss, 2e4);
    assert_eq!(wrong.layers[0].delta, [1.0, 0.0, -1.0]);
}

#[test]
fn cross_entropy_of_one_output_is_the_binary_one() {
    for activation in Activation::iter() {
        for (z, y) in [(0.3, 1.0), (-1.2, 0.0), (2.0, 0.0)] {
            let bce = pass(activation, Loss::Bce, &[z], &[y]);
            assert_eq!(bce, pass(activation, Loss::CrossEntropy, &[z], &[y]));
        }
    }
    let soft = pass(Activation::Softmax, Loss::Bce, &[0.7], &[1.0]);
    assert_eq!(soft, pass(Activation::Sigmoid, Loss::Bce, &[0.7], &[1.0]));
}

/// Binary cross-entropy of a softmax and its gradient by `z`, in double precision and by
/// another way than the crate's: `−ln(1 − ŷᵢ)` is a log-sum-exp less that of the others.
fn binary_of_softmax(z: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    let all = 0..z.len();
    let k = z.len() as f64;
    let log_sum = |without: Option<usize>| {
        let kept = || all.clone().filter(|i| Some(*i) != without);
        let most = kept().fold(f64::NEG_INFINITY, |most, i| most.max(z[i]));
        most + libm::log(kept().map(|i| libm::exp(z[i] - most)).sum())
    };
    let total = log_sum(None);
    let (mut loss, mut gradient) = (0.0, vec![0.0; z.len()]);
    for (i, y) in y.iter().enumerate() {
        let others = log_sum(Some(i));
        loss += (y * (total - z[i]) + (1.0 - y) * (total - others)) / k;
        for (j, gradient) in gradient.iter_mut().enumerate() {
            let share = if i == j {
                *y
            } else {
                (1.0 - y) * libm::exp(z[j] - others)
            };
            *gradient += (libm::exp(z[j] - total) - share) / k;
        }
    }
    (loss, gradient)
}

#[test]
fn binary_cross_entropy_of_a_softmax_keeps_its_digits() {
    for z in [
        [0.3, -0.2, 0.1],
        [9.0, 0.5, -3.0],
        [-7.0, 12.0, 1.0],
        [17.0, 0.0, -1.0],
        [40.0, -2.0, 1.5],
        [200.0, 3.0, 2.0],
        [-300.0, 300.0, 299.0],
        [5.0, 5.0, -5.0],
    ] {
        for target in 0..3 {
            let y = core::array::from_fn::<Real, 3, _>(|i| Real::from(u8::from(i == target)));
            let traced = pass(Activation::Softmax, Loss::Bce, &z, &y);
            let (loss, gradient) = binary_of_softmax(&z.map(f64::from), &y.map(f64::from));
            let name = format!("{z:?} {target}");
            let off = (f64::from(traced.loss) - loss).abs();
            assert!(
                off <= 2e-7 * loss.abs() + 1e-15,
                "{name}: {} {loss}",
                traced.loss
            );
            let most = gradient.iter().fold(0.0, |most: f64, g| most.max(g.abs()));
            for (delta, gradient) in traced.layers[0].delta.iter().zip(&gradient) {
                let off = (f64::from(*delta) - gradient).abs();
                assert!(off <= 2e-7 * most + 1e-15, "{name}: {delta} {gradient}");
            }
        }
    }
}

#[test]
fn a_flat_prediction_beyond_the_clamp_has_no_gradient() {
    for y in [0.0, 1.0] {
        for z in [-0.5, 1.5] {
            let t = pass(Activation::Identity, Loss::Bce, &[z], &[y]);
            assert_eq!(t.layers[0].delta, [0.0]);
        }
    }
}

#[test]
fn the_conventions_at_the_kinks() {
    let slope = |a: Activation| a.derivative(0.0);
    assert_eq!(Activation::Step.f(0.0), 1.0);
    assert_eq!(slope(Activation::Step), 0.0);
    assert_eq!(slope(Activation::Relu), 0.0);
    assert_eq!(slope(Activation::LeakyRelu), 0.01);
    assert_eq!(slope(Activation::RandomizedRelu), MEAN_LEAK);
    assert_eq!(slope(Activation::Elu), 1.0);
    let (low, high) = RANDOM_LEAK;
    assert!((MEAN_LEAK - (low + high) / 2.0).abs() < 1e-7);
}

#[test]
fn every_activation_stays_in_its_range_and_comes_near_its_ends() {
    for activation in Activation::iter() {
        let (low, high) = activation.range();
        let values: Vec<Real> = (-4000..=4000)
            .map(|i| activation.f(i as Real * 0.005))
            .collect();
        let least = values.iter().copied().fold(Real::INFINITY, Real::min);
        let most = values.iter().copied().fold(-Real::INFINITY, Real::max);
        let tolerance = 1e-6;
        assert!(
            least >= low - tolerance && most <= high + tolerance,
            "{activation}: {least} {most}"
        );
        assert!(
            if low.is_finite() {
                least - low < 1e-3
            } else {
                least < -0.1
            },
            "{activation}: {least}"
        );
        assert!(
            if high.is_finite() {
                high - most < 1e-3
            } else {
                most > 10.0
            },
            "{activation}: {most}"
        );
        assert!(!activation.label().is_empty() && !activation.formula().is_empty());
        assert!(!activation.derivative_formula().is_empty());
    }
}

#[test]
fn initial_weights_have_the_spread_they_promise() {
    let (n, m) = (60.0, 40.0);
    let spread = |init: Init, scale: Real| {
        let spec = Spec::dense(60, &[40], Activation::Relu, 1, Activation::Identity);
        let network = Network::new(spec, init, scale, 0.25, Seed(7));
        assert!(network.biases(0).iter().all(|&b| b == 0.25));
        let weights: Vec<f64> = network.weights(0).iter().map(|&w| f64::from(w)).collect();
        assert_eq!(weights.len(), 2400);
        let mean = weights.iter().sum::<f64>() / 2400.0;
        let largest = weights.iter().fold(0.0_f64, |l, w| l.max(w.abs()));
        let variance = weights.iter().map(|w| (w - mean) * (w - mean)).sum::<f64>() / 2400.0;
        (variance, largest)
    };
    for init in Init::iter() {
        let variance = match init {
            Init::Zeros => 0.0,
            Init::Uniform => 0.25 / 3.0,
            Init::Normal => 0.25,
            Init::GlorotUniform | Init::GlorotNormal => 2.0 / (n + m),
            Init::HeUniform | Init::HeNormal => 2.0 / n,
            Init::LecunNormal => 1.0 / n,
        };
        let (measured, largest) = spread(init, 0.5);
        let error = (measured - variance).abs();
        assert!(
            error <= 0.1 * variance,
            "{init}: {measured}, not {variance}"
        );
        if matches!(init, Init::Uniform | Init::GlorotUniform | Init::HeUniform) {
            assert!(largest <= (3.0 * variance).sqrt() * 1.000_001, "{init}");
        }
    }
}

#[test]
fn changing_one_layer_leaves_the_first_weights_of_the_layers_before_it() {
    let build = |hidden: &[usize]| {
        let spec = Spec::dense(2, hidden, Activation::Tanh, 1, Activation::Tanh);
        Network::new(spec, Init::Normal, 1.0, 0.0, Seed(7))
    };
    let (small, large) = (build(&[4, 2]), build(&[4, 5, 3]));
    assert_eq!(small.weights(0), large.weights(0));
    assert_ne!(small.weights(1).row(0), small.weights(1).row(1));
}

#[test]
fn weights_are_read_and_written_where_they_stand() {
    let mut network = Network::zeros(Spec::dense(
        3,
        &[2],
        Activation::Relu,
        1,
        Activation::Identity,
    ));
    network.set_weight(0, 1, 2, 5.0);
    network.set_bias(0, 0, -1.0);
    network.set_weight(1, 0, 1, 2.0);
    assert_eq!(
        network.params(),
        [0.0, 0.0, 0.0, 0.0, 0.0, 5.0, -1.0, 0.0, 0.0, 2.0, 0.0]
    );
    assert_eq!(network.weights(0)[(1, 2)], 5.0);
    assert_eq!(network.weights(0).shape(), (2, 3));
    let y = network.predict(&Matrix::from_row_slice(1, 3, &[1.0, 1.0, 2.0]));
    assert_eq!(y[(0, 0)], 20.0);
}
